import type {
  AggregateData,
  FloorRow,
  PathCell,
  QueueRow,
  TrafficLine,
  ZoneRow,
} from '../../models/contract/aggregate.ts';
import type { Envelope } from '../../models/contract/envelope.ts';
import { schemaName } from '../../models/contract/envelope.ts';
import type { EventData } from '../../models/contract/event.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import { instant } from '../../models/contract/ids.ts';
import type { BirthMessage, HealthMessage, LiveMessage } from '../../models/contract/node-messages.ts';

export const STORE = 'demo';
export const NODE = 'edge-1';
export const EPOCH = '01990000-0000-7000-8000-000000000001';
/** A Thursday, 10:00 in Berlin. */
export const T0 = Date.UTC(2026, 9, 1, 8);

type Kinds = { [M in AggregateData as `agg/${M['kind']}`]: M['data'] } & {
  [M in EventData as `event/${M['kind']}`]: M['data'];
};
export type Channel = keyof Kinds;

/** A message in its envelope, as a node publishes it under `channel`. */
export function envelope<C extends Channel>(
  channel: C,
  seq: number,
  data: Kinds[C],
  changes: Partial<Envelope> = {},
): Envelope {
  const [family, kind] = channel.split('/') as ['agg' | 'event', string];
  const epoch = changes.epoch ?? EPOCH;
  return {
    specversion: '1.0',
    id: `${epoch}/${seq}`,
    source: `aisle/1/${STORE}/${NODE}`,
    type: `aisle.${family}.${kind}`,
    time: 'start' in data ? instant(Date.parse(data.start) + data.seconds * 1000) : instant(T0),
    dataschema: schemaName(family, kind),
    data,
    epoch,
    seq,
    late: false,
    siteRevision: 'revision',
    ...changes,
  };
}

const minute = (n: number) => ({ start: instant(T0 + n * 60_000), seconds: 60 });

/** Crossings of the line `door` in the minute `n` after T0. */
export const traffic = (n: number, counts: { in: number; out: number } & Partial<TrafficLine>) => ({
  ...minute(n),
  lines: [
    {
      line: 'door',
      coverage: 1,
      inVariance: Math.abs(counts.in) * 0.1,
      outVariance: Math.abs(counts.out) * 0.1,
      visits: counts.in + counts.out,
      ...counts,
    },
  ],
});

export const zone = (n: number, row: Partial<ZoneRow> = {}, floor: Partial<FloorRow> = {}) => ({
  ...minute(n),
  zones: [
    {
      zone: 'entrance',
      coverage: 1,
      visits: 0,
      visitsVariance: 0,
      ended: 0,
      censored: 0,
      engaged: 0,
      dwellS: 0,
      dwellHistogram: emptyHistogram(),
      censoredHistogram: emptyHistogram(),
      occupancyS: 0,
      occupancyMax: 0,
      ...row,
    },
  ],
  floors: [{ floor: '0', coverage: 1, occupancyS: 0, occupancyMax: 0, ...floor }],
});

/** Of the queue `queue`, as a node of the first version would tell it; the rest comes with `row`. */
export const queue = (n: number, row: Partial<QueueRow> = {}) => ({
  ...minute(n),
  queues: [
    {
      zone: 'queue',
      coverage: 1,
      lengthS: 0,
      lengthMax: 0,
      served: 0,
      abandoned: 0,
      waitS: 0,
      waitHistogram: emptyHistogram(),
      visits: 0,
      ...row,
    },
  ],
});

/** Ways of the test site's floor. */
export const path = (n: number, cells: PathCell[], unplaced = 0) => ({
  ...minute(n),
  ...{ floor: '0', cellM: 1, columns: 8, rows: 6, coverage: 1, cells, unplaced },
});

export const flow = (n: number, flows: [from: string, to: string, count: number][], unplaced = 0) => ({
  ...minute(n),
  flows: flows.map(([from, to, count]) => ({ from, to, count, variance: Math.abs(count) * 0.2 })),
  unplaced,
});

/** Cells of the test site's floor: 8 × 6 m in cells of 1 m. */
export const heat = (n: number, cells: [index: number, personS: number, visits: number][], unplacedVisits = 0) => ({
  ...minute(n),
  floor: '0',
  cellM: 1,
  columns: 8,
  rows: 6,
  coverage: 1,
  cells,
  unplaced: { personS: unplacedVisits * 2, visits: unplacedVisits },
});

const provider = { provider: 'cpu', medianMs: 12, refused: [{ provider: 'cuda', reason: 'not there' }] };
const cameraState = {
  ...{ camera: 'door', kind: 'file', state: 'running' as const, reason: null, repeats: true },
  ...{ framesPerSecond: 7, frames: 70, detectMs: 12, coverage: 1, dropped: {} },
};

export const birth = (changes: Partial<BirthMessage> = {}): BirthMessage => ({
  version: '0.1.0',
  time: instant(T0),
  epoch: EPOCH,
  siteRevision: 'revision',
  clock: 'wall',
  cameras: ['door'],
  zones: ['entrance', 'aisle'],
  lines: ['door'],
  model: 'yolox-nano-416',
  modelNote: null,
  provider,
  privacy: { k: 1, heatMinutes: 1 },
  footage: 'recording',
  ...changes,
});

export const health = (changes: Partial<HealthMessage> = {}): HealthMessage => ({
  time: instant(T0),
  uptimeS: 10,
  residentBytes: 1e8,
  provider,
  cameras: [cameraState],
  outbox: { waiting: 3, oldest: null, bytes: 1000, lastSeq: 5 },
  restarts: 0,
  ...changes,
});

export const liveMessage = (changes: Partial<LiveMessage> = {}): LiveMessage => ({
  time: instant(T0),
  people: 4,
  zones: [{ zone: 'entrance', occupancy: 1, visits: 2 }],
  lines: [{ line: 'door', in: 1, out: 0 }],
  bucket: instant(T0),
  cameras: [cameraState],
  ...changes,
});
