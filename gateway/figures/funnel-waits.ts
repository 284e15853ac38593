import type { FunnelWait } from '../../models/contract/funnel.ts';
import { instant } from '../../models/contract/ids.ts';
import type { ApiContext } from '../api/context.ts';
import type { Range } from '../api/range.ts';
import { publishedQueues } from '../privacy/queues.ts';
import { inPieces, pieces } from '../turns.ts';
import { type Bucket, bucketIndex, bucketsOf, grainOf } from './buckets.ts';
import { partsOf } from './parts.ts';

/** Hour by hour: the waits of all queues together, what was sold, and what was begun and taken back. */
export async function funnelWaits(context: ApiContext, range: Range): Promise<FunnelWait[]> {
  const { site } = range.site;
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  const buckets = bucketsOf(range.fromMs, range.toMs, 'hour', site).filter(({ startMs }) => startMs < range.nowMs);
  if (queues.length === 0 || buckets.length === 0) return [];
  const grainMs = grainOf(buckets);
  const newest = await context.sales.newestMinute(range.store);
  const rest = pieces();
  const [soldIn, cancelledIn] = [buckets.map(() => 0), buckets.map(() => 0)];
  for (const part of partsOf(range)) {
    const span = { store: range.store, ...part, grainMs };
    addIn(soldIn, await context.sales.slotSums(span), buckets, ({ sales }) => sales);
    addIn(cancelledIn, await context.sales.cancelled(span), buckets, ({ receipts }) => receipts);
    await rest();
  }
  const { queues: series } = await publishedQueues(context, range, queues, 'hour');
  // A year has 9,000 hours: each is looked up, not looked for.
  const byHour = new Map<string, (typeof series)[number]['points']>();
  for (const { points } of series) {
    await inPieces(points, rest, (point) => {
      const hour = byHour.get(point.start);
      if (hour) hour.push(point);
      else byHour.set(point.start, [point]);
    });
  }
  return inPieces(buckets, rest, ({ startMs, endMs }, i) => {
    const points = byHour.get(instant(startMs)) ?? [];
    const add = (of: (point: (typeof points)[number]) => number | null) =>
      points.length === 0 || points.some((point) => of(point) === null)
        ? null
        : points.reduce((sum, point) => sum + of(point)!, 0);
    const served = add((point) => point.waits.served);
    const waited = add((point) =>
      point.waits.served === 0
        ? 0
        : point.waitS.mean === null || point.waits.served === null
          ? null
          : point.waitS.mean * point.waits.served,
    );
    const told = newest !== null && newest >= startMs;
    return {
      start: instant(startMs),
      seconds: (endMs - startMs) / 1000,
      waitS: {
        mean: served && waited !== null ? waited / served : null,
        p90: points.length === 1 ? points[0].waitS.p90 : null,
      },
      served,
      gaveUp: add((point) => point.waits.abandoned),
      transactions: told ? soldIn[i] : null,
      cancelled: told ? cancelledIn[i] : null,
    };
  });
}

/** Adds slots to the sums of the buckets that they lie in. */
function addIn<T extends { startMs: number }>(
  sums: number[],
  rows: readonly T[],
  buckets: readonly Bucket[],
  of: (row: T) => number,
): void {
  const endMs = buckets[buckets.length - 1].endMs;
  for (const row of rows) if (row.startMs < endMs) sums[bucketIndex(buckets, row.startMs)] += of(row);
}
