import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Traffic } from '../../models/contract/api/traffic.ts';
import type { Line } from '../../models/contract/site.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { judgedUntil } from '../figures/coverage.ts';
import { readSeries } from '../figures/series.ts';
import { trafficPoint } from '../figures/traffic-figures.ts';
import { atLeast } from '../figures/zone-figures.ts';
import type { TrafficSum } from '../store/store.ts';
import { eachInTurns, pieces, type Work } from '../turns.ts';
import { QUARTER_MS } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';
import { addingPublished } from './published-sums.ts';
import { unitDays, unitsByDay } from './unit-days.ts';
import { type UnitLattices, unitLattices, unitsOver } from './units.ts';

type Point = Traffic['points'][number];

/**
 * Doors of the store (street, mall) are exempt: what goes through them adds up to the total occupancy, which is. A line
 * inside the store is a path and is held against k. Ways of staff and deliveries are never published.
 */
export const doorKinds: readonly Line['role'][] = ['street', 'mall'];
export const staffKinds: readonly Line['role'][] = ['staff', 'delivery'];

/** Crossings of every line over time. */
export async function publishedTraffic(
  context: ApiContext,
  asked: Range,
  bucket: BucketSize,
): Promise<{ range: Range; points: Point[] }> {
  const { site } = asked.site;
  const roles = new Map(site.lines.map(({ id, role }) => [id, role]));
  refuseLongSeries(asked, bucket, site.lines.length);
  const buckets = bucketsOf(asked.fromMs, asked.toMs, bucket, site);
  const rest = pieces();
  const query = { ...asked, ...slotsOf(asked, buckets, site) };
  const byLine = await readSeries(query, context.store.traffic, buckets, (sum) => sum.line, rest);
  const untilMs = judgedUntil(asked.toMs, asked.nowMs, await context.store.latestBucketMs(asked.store));
  const lines = [...new Set([...roles.keys(), ...byLine.keys()])];
  const heard = new Set([...byLine.values()].flatMap((series) => [...series.byBucket.keys()]));
  const inside = lines.filter((line) => !doorKinds.includes(roles.get(line) ?? 'internal'));
  // Doors are cut at hours, of which the days' are kept; lines inside the store, and finer buckets, want the quarters.
  const coarse = inside.length === 0 && bucket !== 'quarter' && bucket !== 'minute';
  const quarters = coarse ? undefined : await unitLattices(context.store, asked, rest);
  const units = coarse ? await unitDays(context.store, asked, rest) : quarters;
  const hide = quarters && insideLines(inside, quarters, threshold(site.privacy.k));
  const points: Point[] = [];
  await eachInTurns(buckets, rest, function* (span, i) {
    if (span.startMs >= untilMs && bucket !== 'total' && !heard.has(i)) return;
    for (const line of lines) {
      const point = trafficPoint(line, span, byLine.get(line)?.byBucket.get(i), untilMs);
      const role = roles.get(line) ?? 'internal';
      if (staffKinds.includes(role)) {
        points.push(suppress(point));
        continue;
      }
      const shown = hide && !doorKinds.includes(role) ? yield* hide(point, span) : point;
      const isLong = quarters !== undefined && bucket === 'total';
      const source = isLong && shown.units ? yield* unitsByDay(quarters, line, span) : units;
      points.push(source && shown.units ? { ...shown, ...unitsOver(source, [line], span) } : shown);
      yield;
    }
  });
  return { range: asked, points };
}

const suppress = ({ start, seconds, line, coverage }: Point): Point => {
  const none = { in: null, out: null, inInterval: null, outInterval: null, units: null };
  return { start, seconds, line, ...none, coverage, suppressed: true };
};

/** Lines inside the store, quarter by quarter: both directions are held against k. Buckets within a quarter are hidden. */
function insideLines(lines: readonly string[], quarters: UnitLattices, k: number) {
  const made = new Map(
    lines.map((line) => {
      const own = quarters.of(line);
      const counts = (sum: TrafficSum): Counts => [sum.in + sum.out, sum.in, sum.out];
      const lattice = new Lattice(quarters.days, countsOf(own, counts), k);
      quarters.within(line, lattice);
      return [line, { own, lattice }];
    }),
  );
  return function* (point: Point, span: Bucket): Work<Point> {
    const { own, lattice } = made.get(point.line)!;
    if (point.in === null) return point;
    // Only what is made of whole quarters; a border inside of one hides that quarter.
    const whole = {
      startMs: Math.ceil(span.startMs / QUARTER_MS) * QUARTER_MS,
      endMs: Math.floor(span.endMs / QUARTER_MS) * QUARTER_MS,
    };
    if (whole.endMs <= whole.startMs) return suppress(point);
    const { slots, withheld } = yield* lattice.publishing(whole.startMs, whole.endMs);
    const { sum } = yield* addingPublished(own, whole, slots);
    if (!sum || (sum.in + sum.out === 0 && withheld)) return suppress(point);
    const shown = trafficPoint(point.line, span, sum, span.endMs);
    const partly = withheld || whole.startMs > span.startMs || whole.endMs < span.endMs;
    const [into, out] = [atLeast(shown.in, partly), atLeast(shown.out, partly)];
    return {
      ...{ ...shown, in: into, out, coverage: point.coverage },
      ...{ inInterval: into === null ? null : shown.inInterval, outInterval: out === null ? null : shown.outInterval },
      ...(partly ? { withheld: true } : {}),
    };
  };
}
