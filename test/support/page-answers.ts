import type { TSchema } from 'typebox';
import { Heat } from '../../models/contract/api/heat.ts';
import { LiveEvents } from '../../models/contract/api/live.ts';
import { Nodes } from '../../models/contract/api/nodes.ts';
import { Problem } from '../../models/contract/api/problem.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import { StoreDetail, type StoreSummary, Stores } from '../../models/contract/api/stores.ts';
import { Today } from '../../models/contract/api/today.ts';
import { Traffic } from '../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../models/contract/api/zones.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import { instant } from '../../models/contract/ids.ts';
import type { CameraState, LiveMessage } from '../../models/contract/node-messages.ts';
import { check } from '../../models/contract/parse.ts';

/** Canned answers of a gateway for tests of the page, held against the contract's schemas as they are made. */
/** `older`: a node that does not measure yet what came later. */
export const PAGE_STATES = ['normal', 'empty', 'error', 'suppressed', 'camera-lost', 'no-store', 'older'] as const;
export type PageStateName = (typeof PAGE_STATES)[number];

/** A Sunday in Berlin, twenty past ten. */
export const NOW_MS = Date.parse('2026-03-08T09:24:20Z');
export const MIDNIGHT_MS = Date.parse('2026-03-07T23:00:00Z');
const MINUTE = 60_000;

export function valid<T>(schema: TSchema, value: T): T {
  const parsed = check(schema, value);
  if (!parsed.ok) throw new Error(`a canned answer breaks the contract: ${parsed.reason}`);
  return value;
}

const summary: StoreSummary = {
  store: 'demo',
  name: 'Demo store',
  region: 'north',
  cluster: 'city',
  timeZone: 'Europe/Berlin',
  siteRevision: 'c0ffee12',
  clock: 'wall',
  now: '2026-03-08T10:24:20.000+01:00',
};
const second: StoreSummary = { ...summary, store: 'south-1', name: 'South 1', region: 'south' };
/** `several`: whoever looks may see two. */
export const stores = (state: PageStateName, several = false) =>
  valid(Stores, { stores: state === 'no-store' ? [] : several ? [summary, second] : [summary] });

const square = (x: number, y: number, w: number, h: number): [number, number][] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
];
export const detail = (state: PageStateName): StoreDetail =>
  valid(StoreDetail, {
    ...summary,
    floors: [{ id: '0', widthM: 27, heightM: 18, cellM: 0.5 }],
    zones: [
      { id: 'entrance', name: 'Entrance', floor: '0', kind: 'entrance', polygon: square(0.5, 7, 5, 5) },
      { id: 'promenade', name: 'Promenade', floor: '0', kind: 'area', polygon: square(6, 7.5, 14, 4) },
      {
        id: 'corner',
        name: 'Corner shelf',
        floor: '0',
        kind: 'fixture',
        polygon: [
          [17, 1],
          [26, 1],
          [26, 6.5],
          [22, 6.5],
          [22, 4],
          [17, 4],
        ],
      },
      { id: 'queue', name: 'Queue', floor: '0', kind: 'queue', polygon: square(18.4, 13.4, 2.4, 2.8) },
      { id: 'till', name: 'Till 1', floor: '0', kind: 'till', polygon: square(21, 13, 2.4, 3) },
    ],
    lines: [
      { id: 'door', name: 'Door', floor: '0', role: 'street', from: [3, 7], to: [3, 12], in: 'left' },
      { id: 'aisle', name: 'Main aisle', floor: '0', role: 'internal', from: [12, 13], to: [18, 13], in: 'right' },
    ],
    privacy: state === 'suppressed' ? { k: 5, heatMinutes: 15 } : { k: 1, heatMinutes: 1 },
    footage: 'recording',
    notices:
      state === 'suppressed'
        ? []
        : [
            'The footage is a recording that repeats: the same people are counted again each time.',
            'This store publishes single visits (k = 1).',
            ...(state === 'normal'
              ? ['Line Door misses about 8 % of those who come in: look at its camera and at where it is drawn.']
              : []),
            'Node edge-1 detects people on its CPU (cuda: its library is not on this machine).',
            'Everybody who uses this computer can see this page without signing in.',
          ],
  });

const columns = 54;
const rows = 36;
const hill = (x: number, y: number, cx: number, cy: number, sx: number, sy: number): number =>
  Math.exp(-(((x - cx) / sx) ** 2) - ((y - cy) / sy) ** 2);
/** A floor that looks walked on: a band from the door, a busy shelf, a queue, and scatter of a fixed pattern. */
function walkedOn(): number[] {
  return Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [((i % columns) + 0.5) / 2, (Math.floor(i / columns) + 0.5) / 2];
    const scatter = ((i * 7919) % 101) / 101;
    const value =
      26 * hill(x, y, 13, 9.5 + Math.sin(x / 4), 12, 1.3) +
      60 * hill(x, y, 21, 5, 2.6, 1.3) +
      34 * hill(x, y, 22, 14, 1.2, 2);
    return value * (0.55 + 0.9 * scatter) < 1.1 ? 0 : Number((value * (0.55 + 0.9 * scatter)).toFixed(2));
  });
}

export function heat(state: PageStateName, from: string, to: string): Heat {
  const empty = state === 'empty';
  const personS: (number | null)[] = empty ? new Array(columns * rows).fill(null) : walkedOn();
  const total = personS.reduce<number>((sum, it) => sum + (it ?? 0), 0);
  const visits = personS.map((it) => (it === null ? null : it > 0 ? 1 + Math.floor(it / 4) : 0));
  let hidden = 0;
  if (state === 'suppressed') {
    for (let i = 0; i < personS.length; i++) {
      if (visits[i] === 0 || visits[i]! >= 5) continue;
      personS[i] = null;
      visits[i] = null;
      hidden++;
    }
  }
  return valid(Heat, {
    from,
    to,
    floor: '0',
    cellM: 0.5,
    columns,
    rows,
    personS,
    visits,
    totalPersonS: total,
    unplaced: state === 'suppressed' ? { personS: 84.5, visits: 31 } : { personS: 0, visits: 0 },
    suppressed: hidden > 0,
    suppressedCells: hidden,
    k: state === 'suppressed' ? 5 : 1,
    coverage: empty ? null : 0.973,
    latest: empty ? null : instant(NOW_MS - 80_000),
  });
}

const zoneFigures = (visits: number, p50: number, mean: number, coverage: number) => ({
  visits,
  visitsInterval: [Math.round(visits * 0.96), Math.round(visits * 1.04)] as [number, number],
  ended: visits - 2,
  censored: 1,
  engaged: Math.floor(visits / 3),
  dwellS: { mean, p50, p90: p50 * 3.4 },
  dwellHistogram: emptyHistogram(),
  occupancy: { mean: (visits * mean) / 5000, max: 9 },
  personS: visits * mean,
  interactions: null,
  coverage,
});
const unknownFigures = {
  visits: null,
  visitsInterval: null,
  ended: null,
  censored: null,
  engaged: null,
  dwellS: { mean: null, p50: null, p90: null },
  dwellHistogram: emptyHistogram(),
  occupancy: { mean: null, max: null },
  personS: null,
  interactions: null,
  coverage: null,
};
export function zones(state: PageStateName, from: string, to: string): ZonesAnswer {
  const figures = {
    entrance: zoneFigures(412, 6.2, 8.4, 0.973),
    promenade: zoneFigures(388, 24, 31.5, 0.973),
    corner: {
      ...zoneFigures(141, 47, 83.2, 0.84),
      interactions: state === 'older' ? null : { stops: 96, reaches: 41, reachShare: 41 / 96 },
    },
    queue: zoneFigures(63, 71, 78, 0.97),
    till: state === 'camera-lost' ? unknownFigures : zoneFigures(57, 108, 126, 0.42),
  };
  return valid(ZonesAnswer, {
    from,
    to,
    zones: detail(state).zones.map((it) => ({
      zone: it.id,
      name: it.name,
      kind: it.kind,
      ...(state === 'empty' ? unknownFigures : figures[it.id as keyof typeof figures]),
    })),
  });
}

export function today(state: PageStateName): Today {
  const range = { from: instant(MIDNIGHT_MS), to: instant(MIDNIGHT_MS + 86_400_000) };
  const nothing = { value: null, interval: null, coverage: null };
  const seen = state !== 'empty';
  return valid(Today, {
    date: '2026-03-08',
    ...range,
    now: instant(NOW_MS),
    entries: seen ? { value: 1318, interval: [1279, 1357], coverage: 0.973 } : nothing,
    exits: seen ? { value: 1304, interval: [1266, 1342], coverage: 0.973 } : nothing,
    units: seen && state !== 'older' ? { in: 903, out: 897 } : null,
    inside: seen && state !== 'older' ? { people: 14.2, interval: [10.6, 17.8], at: instant(NOW_MS - 80_000) } : null,
    leftOut: seen && state !== 'older' ? { staffS: 12_400, stillS: 3600 } : { staffS: null, stillS: null },
    queues: [
      {
        zone: 'queue',
        name: 'Queue',
        now: seen && state !== 'older' ? { length: 2.6, max: 4, at: instant(NOW_MS - 80_000) } : null,
        peak: seen && state !== 'older' ? 7 : null,
        coverage: seen && state !== 'older' ? 0.97 : null,
      },
    ],
    peopleNow: seen ? { value: 6, at: instant(NOW_MS - 4000), stale: false } : { value: null, at: null, stale: true },
    averageOnFloor: seen
      ? { value: 5.82, max: 14, personS: 48_900, coverage: 0.973 }
      : { value: null, max: null, personS: null, coverage: null },
    zones: zones(state, range.from, range.to).zones,
    comparison: seen
      ? {
          ...{ date: '2026-03-01', by: 'weekday', entries: 1221, coverage: 0.97 },
          days: [
            { date: '2026-03-01', entries: 1240, coverage: 0.99 },
            { date: '2026-02-22', entries: 1202, coverage: 0.97 },
          ],
        }
      : null,
    ...(state === 'normal' && { targets: [{ metric: 'entries', value: 2100, actual: 1318 }] }),
  });
}

export const stepOf = (bucket: BucketSize, totalMs: number): number =>
  ({ minute: MINUTE, quarter: 15 * MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE, total: totalMs })[bucket];

/** Points of every line; a quarter of an hour in the middle of the range was not seen. */
export function traffic(state: PageStateName, from: string, to: string, bucket: Traffic['bucket']): Traffic {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const stepMs = stepOf(bucket, toMs - fromMs);
  const points: Traffic['points'] = [];
  for (let at = fromMs, i = 0; at < toMs; at += stepMs, i++) {
    const part = (at - fromMs) / (toMs - fromMs);
    const blind = bucket !== 'total' && part > 0.5 && part < 0.62;
    const unknown = state === 'empty' || blind || at > NOW_MS - 2 * MINUTE;
    for (const [line, factor] of [
      ['door', 1],
      ['aisle', 0.4],
    ] as const) {
      const n = bucket === 'total' ? 1318 : (bucket === 'minute' ? 9 : 120) * (1 + Math.sin(i / 3) / 2);
      const [entered, left] = [Math.round(n * factor), Math.round(n * factor * 0.9895)];
      points.push({
        start: instant(at),
        seconds: Math.min(stepMs, toMs - at) / 1000,
        line,
        in: unknown ? null : entered,
        out: unknown ? null : left,
        inInterval: unknown ? null : [Math.floor(entered * 0.97), Math.ceil(entered * 1.03)],
        outInterval: unknown ? null : [Math.floor(left * 0.97), Math.ceil(left * 1.03)],
        units: unknown || state === 'older' ? null : { in: Math.round(entered * 0.685), out: Math.round(left * 0.685) },
        coverage: state === 'empty' ? null : blind ? 0 : i % 9 === 4 ? 0.6 : 0.98,
      });
    }
  }
  return valid(Traffic, { from, to, bucket, points });
}

export function zone(
  state: PageStateName,
  id: string,
  from: string,
  to: string,
  bucket: Traffic['bucket'],
): ZoneAnswer {
  const it = zones(state, from, to).zones.find((row) => row.zone === id)!;
  const { zone, name, kind, ...total } = it;
  const points = traffic(state, from, to, bucket).points.filter((point) => point.line === 'door');
  return valid(ZoneAnswer, {
    from,
    to,
    zone,
    name,
    kind,
    bucket,
    total,
    points: points.map(({ start, seconds, in: n, coverage }) => ({
      start,
      seconds,
      ...(n === null ? unknownFigures : { ...total, occupancy: { mean: n / 4, max: Math.ceil(n / 2) } }),
      coverage,
    })),
  });
}

const camera = (state: PageStateName): CameraState => ({
  camera: 'door',
  kind: 'file',
  state: state === 'camera-lost' ? 'lost' : state === 'empty' ? 'starting' : 'running',
  reason: state === 'camera-lost' ? 'no frame for 20 s; trying again' : null,
  repeats: state !== 'suppressed',
  framesPerSecond: state === 'camera-lost' ? 0 : 6.98,
  frames: 35_112,
  detectMs: 41.3,
  coverage: state === 'camera-lost' ? 0 : 0.98,
  dropped: { late: 3 },
});
const provider = {
  provider: 'cpu',
  medianMs: 41.3,
  refused: [
    { provider: 'tensorrt', reason: 'its library is not on this machine' },
    { provider: 'cuda', reason: 'its library is not on this machine' },
    { provider: 'webgpu', reason: 'the adapter is software, 9 times slower than the CPU' },
  ],
};
export const nodes = (state: PageStateName): Nodes =>
  valid(Nodes, {
    nodes: [
      {
        store: 'demo',
        node: 'edge-1',
        state: 'online',
        lastSeen: instant(NOW_MS - 3000),
        birth: {
          version: '0.1.0',
          time: instant(NOW_MS - 3_600_000),
          epoch: '01957a3e-7c00-7000-8000-000000000001',
          siteRevision: 'c0ffee12',
          clock: 'wall',
          cameras: ['door'],
          zones: ['entrance', 'promenade', 'corner', 'queue', 'till'],
          lines: ['door', 'aisle'],
          model: 'yolox-nano-416',
          modelNote: 'Chosen by auto: its weights are in the cache.',
          provider,
          privacy: { k: 1, heatMinutes: 1 },
          footage: 'recording',
        },
        health: {
          time: instant(NOW_MS - 3000),
          uptimeS: 3600,
          residentBytes: 214_000_000,
          provider,
          cameras: [camera(state)],
          outbox: { waiting: 2, oldest: instant(NOW_MS - 20_000), bytes: 8192, lastSeq: 260 },
          restarts: 0,
          ...(state === 'normal' && {
            doors: [
              { line: 'door', direction: 'in' as const, missedShare: 0.083, sd: 0.02, errs: true },
              { line: 'door', direction: 'out' as const, missedShare: 0.004, sd: 0.01, errs: false },
            ],
          }),
        },
        stored: { messages: 258, duplicates: 0, conflicts: 0, refused: 0, lastSeq: 258, missing: 0 },
      },
    ],
  });

export const live = (state: PageStateName): { store: string; node: string } & LiveMessage =>
  valid(LiveEvents.live, {
    store: 'demo',
    node: 'edge-1',
    time: instant(NOW_MS),
    people: 7,
    zones: [
      { zone: 'entrance', occupancy: 2, visits: 3 },
      { zone: 'promenade', occupancy: 3, visits: 4 },
      { zone: 'corner', occupancy: 1, visits: 1 },
      { zone: 'queue', occupancy: 3, visits: 1 },
      { zone: 'till', occupancy: 0, visits: 0 },
    ],
    lines: [{ line: 'door', in: 4, out: 2 }],
    bucket: instant(Math.floor(NOW_MS / MINUTE) * MINUTE),
    cameras: [camera(state)],
  });

export const problem: Problem = valid(Problem, {
  type: 'https://aisle.invalid/problems/store-busy',
  title: 'The data base is locked',
  status: 500,
  detail: 'The gateway could not read the aggregates within 5 s.',
  fix: 'Stop the other process that holds the data base open.',
});
