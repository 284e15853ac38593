import Type from 'typebox';
import { CameraEvents } from '../../models/contract/api/camera-events.ts';
import { Flows } from '../../models/contract/api/flows.ts';
import { Queues } from '../../models/contract/api/queues.ts';
import { Traffic, TrafficPoint } from '../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../models/contract/api/zones.ts';
import { Funnel } from '../../models/contract/funnel.ts';
import { Id } from '../../models/contract/ids.ts';
import { SalesAnswer } from '../../models/contract/sales.ts';
import { Shelves } from '../../models/contract/shelves.ts';
import { cellTables } from './cells.ts';
import { gatewayTables } from './gateway-tables.ts';
import { type ExportTable, itemsOf, range, table } from './table.ts';
import { todayTables } from './today-tables.ts';
import { workTables } from './work-tables.ts';

const { currency, tillsUntil, entryToTill, total } = SalesAnswer.properties;
const SalesTotal = Type.Object({ ...range, currency, tillsUntil, entryToTill, ...total.properties });
const { planogram, soldElsewhere } = Funnel.properties;
const Elsewhere = Type.Object({ ...range, planogram, soldElsewhere });

/** Everything that can be exported; a new table is an entry here. */
export const TABLES: readonly ExportTable[] = [
  table('traffic', Traffic, TrafficPoint, ({ points }) => points),
  table(
    'zones',
    ZonesAnswer,
    Type.Object({ ...range, ...itemsOf(ZonesAnswer.properties.zones) }),
    ({ from, to, zones }) => zones.map((zone) => ({ from, to, ...zone })),
  ),
  table(
    'zone',
    ZoneAnswer,
    Type.Object({ zone: Id, name: Type.String(), ...itemsOf(ZoneAnswer.properties.points) }),
    function* ({ zone, name, points }) {
      for (const point of points) yield { zone, name, ...point };
    },
    'zones/{zone}',
  ),
  table(
    'queues',
    Queues,
    Type.Object({ zone: Id, name: Type.String(), ...itemsOf(itemsOf(Queues.properties.queues).points) }),
    function* ({ queues }) {
      for (const { zone, name, points } of queues) for (const point of points) yield { zone, name, ...point };
    },
  ),
  table(
    'flows',
    Flows,
    Type.Object({ ...range, ...itemsOf(Flows.properties.flows), fromZone: Id, toZone: Id }),
    ({ from, to, flows }) => flows.map((flow) => ({ ...flow, from, to, fromZone: flow.from, toZone: flow.to })),
  ),
  ...cellTables,
  table(
    'sales',
    SalesAnswer,
    Type.Object({ currency: Type.Union([Type.String(), Type.Null()]), ...itemsOf(SalesAnswer.properties.points) }),
    function* ({ currency, points }) {
      for (const point of points) yield { currency, ...point };
    },
  ),
  table(
    'shelves',
    Shelves,
    Type.Object({ shelf: Id, ...itemsOf(itemsOf(Shelves.properties.shelves).facings) }),
    ({ shelves }) => shelves.flatMap(({ shelf, facings }) => facings.map((facing) => ({ shelf, ...facing }))),
  ),
  table('out-of-stock', Shelves, Type.Object(itemsOf(Shelves.properties.points)), ({ points }) => points, 'shelves'),
  table('sales-total', SalesAnswer, SalesTotal, ({ total, ...rest }) => [{ ...rest, ...total }], 'sales'),
  table('sold-elsewhere', Funnel, Elsewhere, (funnel) => [funnel], 'funnel'),
  table('funnel', Funnel, Type.Object({ ...range, ...itemsOf(Funnel.properties.zones) }), ({ from, to, zones }) =>
    zones.map((zone) => ({ from, to, ...zone })),
  ),
  table(
    'products-sold',
    Funnel,
    Type.Object({ ...range, ...itemsOf(Funnel.properties.products) }),
    ({ from, to, products }) => products.map((product) => ({ from, to, ...product })),
    'funnel',
  ),
  table('waits', Funnel, Type.Object(itemsOf(Funnel.properties.waits)), ({ waits }) => waits, 'funnel'),
  table('events', CameraEvents, Type.Object(itemsOf(CameraEvents.properties.events)), ({ events }) => events),
  ...todayTables,
  ...workTables,
  ...gatewayTables,
];
