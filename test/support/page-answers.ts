import type { TSchema } from 'typebox';
import { Problem } from '../../models/contract/api/problem.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import { StoreDetail, type StoreSummary, Stores } from '../../models/contract/api/stores.ts';
import { Today } from '../../models/contract/api/today.ts';
import { Traffic } from '../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../models/contract/api/zones.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import { instant } from '../../models/contract/ids.ts';
import { check } from '../../models/contract/parse.ts';

/** Canned answers of a gateway for tests of the page, held against the contract. `older`: a node that knows not all yet. */
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
      interactions:
        state === 'older' || state === 'suppressed' ? null : { stops: 96, reaches: 41, reachShare: 41 / 96 },
      ...(state === 'suppressed' ? { protection: { stops: 'suppressed', reaches: 'suppressed' } as const } : {}),
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

export const problem: Problem = valid(Problem, {
  type: 'https://aisle.invalid/problems/store-busy',
  title: 'The data base is locked',
  status: 500,
  detail: 'The gateway could not read the aggregates within 5 s.',
  fix: 'Stop the other process that holds the data base open.',
});
