import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };

/** What a figure means. A change of its rule is a new version; what the older ones said stays in `history`. */
export const Metric = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    name: Type.String(),
    unit: Type.String(),
    definition: Type.String(),
    sure: Type.String({ description: 'how its uncertainty is told' }),
    columns: Type.Array(Type.String(), { description: 'where it stands in the exports: table.column' }),
    history: Type.Array(
      Type.Object({ version: Type.Integer(), until: Type.String(), definition: Type.String() }, strict),
    ),
  },
  strict,
);
export type Metric = Static<typeof Metric>;
export const Dictionary = Type.Object({ metrics: Type.Array(Metric) }, strict);
export type Dictionary = Static<typeof Dictionary>;

type Entry = Omit<Metric, 'version' | 'history'> & Partial<Pick<Metric, 'version' | 'history'>>;

const COUNTED = '95 % interval from the variance that the node tells with each count';
const EXACT = 'exact for what was seen; the coverage says how much that is';
const zones = (column: string) => [`zones.${column}`, `zone.${column}`];

/** Every figure that is published. A test holds each numeric column of the exports against it. */
const ENTRIES: readonly Entry[] = [
  {
    ...{ id: 'coverage', name: 'Coverage', unit: 'share' },
    definition:
      'Share of the time that was really seen: the union of the gaps between frames of at most 1 s ÷ the time that can be judged. A zone has the least of its cameras’. Time that nobody reported counts as not seen.',
    sure: 'exact',
    columns: ['traffic.coverage', 'queues.coverage', ...zones('coverage'), 'sales.coverage', 'funnel.coverage'],
  },
  {
    ...{ id: 'seconds', name: 'Length of the bucket', unit: 's', sure: 'exact' },
    definition:
      'From the bucket’s start to its end on the store’s clock; a day that the clock is put forward has 82,800.',
    columns: ['traffic.seconds', 'zone.seconds', 'queues.seconds', 'sales.seconds', 'waits.seconds'],
  },
  {
    ...{ id: 'crossings', name: 'Crossings of a line', unit: 'crossings', sure: COUNTED },
    definition:
      'Changes of side of a person within the line’s length, in each direction. Over street and mall lines those inwards are entries. They are crossings, not different people. Staff and things that do not stir are left out.',
    columns: [
      ...['traffic.in', 'traffic.out'],
      ...['traffic.inInterval.low', 'traffic.inInterval.high', 'traffic.outInterval.low', 'traffic.outInterval.high'],
    ],
  },
  {
    ...{ id: 'units', name: 'Buying units', unit: 'units', sure: 'not told; about as sure as the crossings' },
    definition:
      'People who crossed within seconds of each other and go on together are one unit, as is one person alone.',
    columns: ['traffic.units.in', 'traffic.units.out', 'sales.units'],
  },
  {
    ...{ id: 'visits', name: 'Visits of a zone', unit: 'visits', sure: COUNTED },
    definition: 'Stays of at least 2 s inside, gaps up to 5 s bridged; counted in the minute in which they began.',
    columns: [
      ...zones('visits'),
      ...zones('visitsInterval.low'),
      ...zones('visitsInterval.high'),
      'funnel.visits',
      'products-sold.visits',
    ],
  },
  {
    ...{ id: 'visits-ended', name: 'Visits that ended', unit: 'visits', sure: EXACT },
    definition: 'Visits whose end was seen in the bucket; the dwell of a bucket is theirs.',
    columns: zones('ended'),
  },
  {
    ...{ id: 'visits-cut', name: 'Visits that were cut', unit: 'visits', sure: EXACT },
    definition: 'Visits that an outage or the end of a recording cut: their dwell is at least what was seen of it.',
    columns: zones('censored'),
  },
  {
    ...{ id: 'visits-engaged', name: 'Engaged visits', unit: 'visits', sure: EXACT },
    definition: 'Ended visits of at least the zone’s threshold.',
    columns: [...zones('engaged'), 'funnel.engaged', 'funnel.engagedShare'],
  },
  {
    ...{ id: 'dwell', name: 'Dwell', unit: 's', sure: EXACT },
    definition:
      'Time inside during one visit. The mean is that of visits that ended; median and 90th percentile are Kaplan–Meier’s, to which visits that were cut add what was seen of them. The histogram’s edges are 1, 2, 5, 10, 20, 30, 60, 120, 300, 600 and 1800 s.',
    columns: [
      ...zones('dwellS.mean'),
      ...zones('dwellS.p50'),
      ...zones('dwellS.p90'),
      ...zones('dwellHistogram'),
      'funnel.dwellS.p50',
    ],
  },
  {
    ...{ id: 'occupancy', name: 'People in a zone', unit: 'people', sure: EXACT },
    definition: 'Mean over the time seen, and the greatest number at any moment of it.',
    columns: [...zones('occupancy.mean'), ...zones('occupancy.max')],
  },
  {
    ...{ id: 'person-seconds', name: 'Person-seconds', unit: 's', sure: EXACT },
    definition: 'Seconds that people spent there, added over all of them.',
    columns: [...zones('personS'), 'heat.personS'],
  },
  {
    ...{ id: 'stops', name: 'Stops at a fixture', unit: 'visits', sure: EXACT },
    definition: 'Visits of a fixture’s zone in which somebody stayed in one place for 1.5 s.',
    columns: [...zones('interactions.stops'), 'funnel.stops', 'funnel.stopShare'],
  },
  {
    ...{ id: 'reaches', name: 'Reaches', unit: 'reaches', sure: EXACT },
    definition:
      'Times that the box of somebody who stopped grew wider for at most 5 s while the feet stayed; the share is reaches ÷ stops.',
    columns: [...zones('interactions.reaches'), ...zones('interactions.reachShare'), 'funnel.reaches'],
  },
  {
    ...{ id: 'queue-length', name: 'Length of a queue', unit: 'people', sure: EXACT },
    definition: 'People who wait in a queue’s zone: mean over the time seen, and the greatest number.',
    columns: ['queues.length.mean', 'queues.length.max'],
  },
  {
    ...{ id: 'queue-joined', name: 'Joined a queue', unit: 'people', sure: EXACT },
    definition: 'People who began to wait.',
    columns: ['queues.joined'],
  },
  {
    ...{ id: 'waits', name: 'Waits by their end', unit: 'waits', sure: COUNTED },
    definition:
      'Served: at one of the queue’s tills within 12 s of leaving it; given up: otherwise; cut: nobody saw the end. The share is given up ÷ (served + given up).',
    columns: [
      ...['queues.waits.served', 'queues.waits.servedInterval.low', 'queues.waits.servedInterval.high'],
      ...['queues.waits.abandoned', 'queues.waits.abandonedInterval.low', 'queues.waits.abandonedInterval.high'],
      ...['queues.waits.cut', 'queues.abandonmentShare'],
      'waits.served',
      'waits.gaveUp',
    ],
  },
  {
    ...{ id: 'wait', name: 'Wait', unit: 's', sure: EXACT },
    definition:
      'From coming into the queue’s zone, once somebody stands there, until leaving it. The mean is that of those who were served; whoever gave up or was cut waited at least as long, and enters the quantiles as such.',
    columns: ['queues.waitS.mean', 'queues.waitS.p50', 'queues.waitS.p90', 'waits.waitS.mean', 'waits.waitS.p90'],
  },
  {
    ...{ id: 'service', name: 'Service', unit: 's', sure: EXACT },
    definition: 'Stays at the tills of a queue. Not published for a queue of one till: it would be about who runs it.',
    columns: ['queues.services', 'queues.serviceS.mean', 'queues.serviceS.p50', 'queues.serviceS.p90'],
  },
  {
    ...{ id: 'flow', name: 'Flow', unit: 'transitions', sure: COUNTED },
    definition: 'Visits that went from one zone to the next one.',
    columns: ['flows.count', 'flows.interval.low', 'flows.interval.high'],
  },
  {
    ...{ id: 'cell', name: 'Cell of the floor', unit: 'index, m', sure: 'exact' },
    definition: 'Row 0 is at the top; x and y are the cell’s middle on the plan, x right, y down.',
    columns: ['heat.row', 'heat.column', 'heat.xM', 'heat.yM'],
  },
  {
    ...{ id: 'cell-visits', name: 'Visits of a cell', unit: 'visits', sure: EXACT },
    definition: 'Distinct visits of each period, added: one on the border of two periods is in both.',
    columns: ['heat.visits'],
  },
  {
    ...{ id: 'entries', name: 'Entries', unit: 'crossings', sure: COUNTED },
    definition: 'Crossings inwards of all street and mall lines. Entries are not different people.',
    columns: ['sales.entries'],
  },
  {
    ...{ id: 'transactions', name: 'Transactions', unit: 'receipts', sure: 'exact, up to the newest receipt' },
    definition:
      'Sale receipts with a net above 0, in the minute of their end on the corrected clock of their till; beside them receipts with something brought back, those of staff, those of goods bought before and fetched, and those whose price nobody knows.',
    columns: [
      ...[
        'sales.transactions',
        'sales.returns',
        'sales.staff',
        'sales.collected',
        'sales.unpriced',
        'waits.transactions',
      ],
    ],
  },
  {
    ...{ id: 'net', name: 'Net sales', unit: 'currency', sure: 'exact, up to the newest receipt' },
    definition: 'What was paid after discounts, with tax where prices hold it, less what was paid back; one currency.',
    columns: ['sales.net', 'sales.netPerTransaction', 'products-sold.net', 'funnel.net', 'funnel.netPerVisit'],
  },
  {
    ...{ id: 'items', name: 'Items', unit: 'items', sure: 'exact, up to the newest receipt' },
    definition: 'Pieces sold; what is weighed is one item a line, whatever it weighs.',
    columns: ['sales.items', 'sales.itemsPerTransaction'],
  },
  {
    ...{ id: 'conversion', name: 'Conversion', unit: 'share' },
    definition:
      'Transactions without those of staff and of goods bought before ÷ buying units that came in one entry-to-till time before. Where units are not counted, and beside it, ÷ persons. Transactions whose minute at the doors was not seen are left out; `matched` says how many stay. Not known where the doors were seen for less than half of the time.',
    sure: '95 % interval of the count of people; transactions are exact',
    columns: [
      ...['sales.conversion.value', 'sales.conversion.interval.low', 'sales.conversion.interval.high'],
      ...['sales.perPerson.value', 'sales.perPerson.interval.low', 'sales.perPerson.interval.high', 'sales.matched'],
    ],
  },
  {
    ...{ id: 'net-per-entry', name: 'Sales per visitor', unit: 'currency' },
    definition: 'Net of a mean transaction × conversion per person.',
    sure: '95 % interval of the count of people',
    columns: ['sales.netPerEntry.value', 'sales.netPerEntry.interval.low', 'sales.netPerEntry.interval.high'],
  },
  {
    ...{ id: 'sold', name: 'Sold at a place', unit: 'units', sure: 'exact, as far as the planogram is right' },
    definition:
      'Units of a product, returns taken off, put where the planogram has it; in several zones they are shared out by facings.',
    columns: [
      ...[
        'funnel.sold',
        'funnel.soldPerVisit',
        'products-sold.sold',
        'products-sold.soldPerVisit',
        'products-sold.zones',
      ],
    ],
  },
  {
    ...{ id: 'cancelled', name: 'Receipts taken back', unit: 'receipts', sure: 'exact, up to the newest receipt' },
    definition: 'Receipts that were begun at the till and voided whole.',
    columns: ['waits.cancelled'],
  },
  {
    ...{ id: 'fill', name: 'Fill of a facing', unit: 'share' },
    definition: 'Units that stand there ÷ those that fit in, over the newest period in which it was seen.',
    sure: '95 % interval from the variance that the node tells',
    columns: ['shelves.fill', 'shelves.fillInterval.low', 'shelves.fillInterval.high', 'shelves.capacity'],
  },
  {
    ...{ id: 'out-of-stock', name: 'Out of stock', unit: 's', sure: EXACT },
    definition:
      'Seconds from when a facing lost its product until it was refilled, of those in which its state was known.',
    columns: ['shelves.emptyS', 'shelves.knownS'],
  },
];

export const METRICS: readonly Metric[] = ENTRIES.map((entry) => ({ version: 1, history: [], ...entry }));
