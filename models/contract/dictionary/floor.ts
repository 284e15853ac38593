import { COUNTED, type Entry, EXACT, sales, zones } from './entry.ts';

/** What the cameras tell. */
export const floorEntries: readonly Entry[] = [
  {
    ...{ id: 'coverage', name: 'Coverage', unit: 'share' },
    definition:
      'Share of the time that was really seen: the union of the gaps between frames of at most 1 s ÷ the time that can be judged. A zone has the least of its cameras’. Time that nobody reported counts as not seen.',
    sure: 'exact',
    columns: [
      ...['traffic.coverage', 'queues.coverage', ...zones('coverage'), ...sales('coverage'), 'funnel.coverage'],
      ...['today.entries.coverage', 'today.exits.coverage', 'today.averageOnFloor.coverage', 'today-queues.coverage'],
      ...['today.comparison.coverage', 'today-compared.coverage', 'compare.coverage', 'cameras.coverage'],
    ],
  },
  {
    ...{ id: 'seconds', name: 'Length of the bucket', unit: 's', sure: 'exact' },
    definition:
      'From the bucket’s start to its end on the store’s clock; a day that the clock is put forward has 82,800.',
    columns: [
      'traffic.seconds',
      'zone.seconds',
      'queues.seconds',
      'sales.seconds',
      'waits.seconds',
      'out-of-stock.seconds',
    ],
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
    columns: ['traffic.units.in', 'traffic.units.out', ...sales('units'), 'today.units.in', 'today.units.out'],
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
    definition:
      'Ended visits of at least the zone’s threshold. With k above 1 told of stretches in which neither they nor the others are fewer than k.',
    columns: [...zones('engaged'), 'funnel.engaged', 'funnel.engagedShare'],
  },
  {
    ...{ id: 'dwell', name: 'Dwell', unit: 's', sure: EXACT },
    definition:
      'Time inside during one visit. The mean is that of visits that ended; median and 90th percentile are Kaplan–Meier’s, to which visits that were cut add what was seen of them. The histogram’s edges are 1, 2, 5, 10, 20, 30, 60, 120, 300, 600 and 1800 s. With k above 1 histogram and quantiles are those of whole hours, their small bins shared out over groups of k or more.',
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
    definition:
      'Seconds that people spent there, added over all of them. With k above 1 those of a zone are told to 10 s a quarter of an hour.',
    columns: [...zones('personS'), 'heat.personS', 'today.averageOnFloor.personS'],
  },
  {
    ...{ id: 'stops', name: 'Stops at a fixture', unit: 'visits', sure: EXACT },
    definition:
      'Visits of a fixture’s zone in which somebody stayed in one place for 1.5 s. With k above 1 told of stretches in which neither they nor the other visits are fewer than k.',
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
    columns: [
      ...['queues.length.mean', 'queues.length.max'],
      ...['today-queues.now.length', 'today-queues.now.max', 'today-queues.peak'],
    ],
  },
  {
    ...{ id: 'queue-joined', name: 'Joined a queue', unit: 'people', sure: EXACT },
    definition: 'People who began to wait.',
    columns: ['queues.joined'],
  },
  {
    ...{ id: 'waits', name: 'Waits by their end', unit: 'waits', sure: COUNTED },
    definition:
      'Served: at one of the queue’s tills within 12 s of leaving it; given up: otherwise; cut: nobody saw the end. The share is given up ÷ (served + given up). With k above 1 told of stretches in which none of the three is 1 to k − 1.',
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
    columns: ['heat', 'paths'].flatMap((of) => [`${of}.row`, `${of}.column`, `${of}.xM`, `${of}.yM`]),
  },
  {
    ...{ id: 'cell-visits', name: 'Visits of a cell', unit: 'visits', sure: EXACT },
    definition: 'Distinct visits of each period, added: one on the border of two periods is in both.',
    columns: ['heat.visits'],
  },
  {
    ...{ id: 'ways', name: 'Ways', unit: 'visits', sure: EXACT },
    definition:
      'Visits that left a cell for the next one in this direction: 0 is up on the plan, then clockwise in steps of 45°. Added over periods as the visits of a cell are.',
    columns: ['paths.direction', 'paths.visits'],
  },
];
