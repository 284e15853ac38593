import type { FunnelWait } from '../../models/contract/funnel.ts';
import { instant } from '../../models/contract/ids.ts';
import type { ApiContext } from '../api/context.ts';
import type { Range } from '../api/range.ts';
import { publishedQueues } from '../privacy/queues.ts';
import { inPieces, pieces } from '../turns.ts';
import { bucketIndex, bucketsOf, grainOf } from './buckets.ts';
import { partsOf } from './parts.ts';
import { readSales } from './sales.ts';

/** Hour by hour: the waits of all queues together, what was sold, and what was begun and taken back. */
export async function funnelWaits(context: ApiContext, range: Range): Promise<FunnelWait[]> {
  const { site } = range.site;
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  const buckets = bucketsOf(range.fromMs, range.toMs, 'hour', site).filter(({ startMs }) => startMs < range.nowMs);
  if (queues.length === 0 || buckets.length === 0) return [];
  const rest = pieces();
  const sold = await readSales(context, range, 'hour');
  const cancelledIn = buckets.map(() => 0);
  const grainMs = grainOf(buckets);
  for (const part of partsOf(range)) {
    for (const { startMs, receipts } of await context.sales.cancelled({ store: range.store, ...part, grainMs })) {
      if (startMs < range.nowMs) cancelledIn[bucketIndex(buckets, startMs)] += receipts;
    }
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
    const { transactions } = sold.points[i];
    return {
      start: instant(startMs),
      seconds: (endMs - startMs) / 1000,
      waitS: {
        mean: served && waited !== null ? waited / served : null,
        p90: points.length === 1 ? points[0].waitS.p90 : null,
      },
      served,
      gaveUp: add((point) => point.waits.abandoned),
      transactions,
      cancelled: transactions === null ? null : cancelledIn[i],
    };
  });
}
