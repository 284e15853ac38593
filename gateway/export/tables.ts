import Type, { type Static, type TSchema } from 'typebox';
import { CameraEvents } from '../../models/contract/api/camera-events.ts';
import { Flows } from '../../models/contract/api/flows.ts';
import { Heat } from '../../models/contract/api/heat.ts';
import { Queues } from '../../models/contract/api/queues.ts';
import { Traffic, TrafficPoint } from '../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../models/contract/api/zones.ts';
import { Funnel } from '../../models/contract/funnel.ts';
import { Id, Instant } from '../../models/contract/ids.ts';
import { SalesAnswer } from '../../models/contract/sales.ts';
import { Shelves } from '../../models/contract/shelves.ts';

/** Rows made of the answer of a route under `/api/v1/stores/{store}/`, so that what is exported is what is shown. */
export interface ExportTable {
  name: string;
  /** Path below the store. `{zone}` stands for the query's zone. */
  path: string;
  row: TSchema;
  rows(answer: unknown): unknown[];
}

const table = <A extends TSchema>(
  name: string,
  _answer: A,
  row: TSchema,
  rows: (answer: Static<A>) => unknown[],
  path = name,
) => ({
  ...{ name, path, row },
  rows: (given: unknown) => rows(given as Static<A>),
});
const itemsOf = (list: TSchema) =>
  (list as unknown as { items: { properties: Record<string, TSchema> } }).items.properties;
const range = { from: Instant, to: Instant };

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
    ({ zone, name, points }) => points.map((point) => ({ zone, name, ...point })),
    'zones/{zone}',
  ),
  table(
    'queues',
    Queues,
    Type.Object({ zone: Id, name: Type.String(), ...itemsOf(itemsOf(Queues.properties.queues).points) }),
    ({ queues }) => queues.flatMap(({ zone, name, points }) => points.map((point) => ({ zone, name, ...point }))),
  ),
  table(
    'flows',
    Flows,
    Type.Object({ ...range, ...itemsOf(Flows.properties.flows), fromZone: Id, toZone: Id }),
    ({ from, to, flows }) => flows.map((flow) => ({ ...flow, from, to, fromZone: flow.from, toZone: flow.to })),
  ),
  table('heat', Heat, Cell(), heatRows),
  table(
    'sales',
    SalesAnswer,
    Type.Object({ currency: Type.Union([Type.String(), Type.Null()]), ...itemsOf(SalesAnswer.properties.points) }),
    ({ currency, points }) => points.map((point) => ({ currency, ...point })),
  ),
  table(
    'shelves',
    Shelves,
    Type.Object({ shelf: Id, ...itemsOf(itemsOf(Shelves.properties.shelves).facings) }),
    ({ shelves }) => shelves.flatMap(({ shelf, facings }) => facings.map((facing) => ({ shelf, ...facing }))),
  ),
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
];

function Cell() {
  return Type.Object({
    ...{ ...range, floor: Id, row: Type.Integer(), column: Type.Integer(), xM: Type.Number(), yM: Type.Number() },
    personS: Type.Number(),
    visits: Type.Integer(),
    suppressed: Type.Boolean(),
  });
}

/** Cells in which somebody was, or of which it is withheld; x and y are those of the cell's middle. */
function heatRows({ from, to, floor, cellM, columns, personS, visits }: Static<typeof Heat>): unknown[] {
  return personS.flatMap((seconds, i) => {
    if (seconds === 0) return [];
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [xM, yM] = [(column + 0.5) * cellM, (row + 0.5) * cellM];
    return [
      { from, to, floor, row, column, xM, yM, personS: seconds, visits: visits[i], suppressed: seconds === null },
    ];
  });
}
