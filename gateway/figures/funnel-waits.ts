import type { FunnelWait } from '../../models/contract/funnel.ts';
import type { ApiContext } from '../api/context.ts';
import type { Range } from '../api/range.ts';
import { publishedQueues } from '../privacy/queues.ts';
import { bucketsOf, grainOf } from './buckets.ts';

/** Hour by hour: the waits of all queues together, what was sold, and what was begun and taken back. */
export async function funnelWaits(context: ApiContext, range: Range): Promise<FunnelWait[]> {
  const { site } = range.site;
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  const buckets = bucketsOf(range.fromMs, range.toMs, 'hour', site).filter(({ startMs }) => startMs < range.nowMs);
  if (queues.length === 0 || buckets.length === 0) return [];
  const grainMs = grainOf(buckets);
  const slot = (tMs: number) => (Number.isFinite(grainMs) ? Math.floor(tMs / grainMs) * grainMs : 0);
  const newest = await context.sales.newestMinute(range.store);
  const sold = await context.sales.slotSums({ ...range, grainMs });
  const voided = await context.sales.cancelled({ ...range, grainMs });
  const series = (await publishedQueues(context, range, queues, 'hour')).queues;
  return buckets.map(({ startMs, endMs }) => {
    const points = series.flatMap((it) => it.points.filter(({ start }) => Date.parse(start) === startMs));
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
    const within = <T extends { startMs: number }>(rows: readonly T[]) =>
      rows.filter((row) => row.startMs >= slot(startMs) && row.startMs < endMs);
    const told = newest !== null && newest >= startMs;
    return {
      start: new Date(startMs).toISOString(),
      seconds: (endMs - startMs) / 1000,
      waitS: {
        mean: served && waited !== null ? waited / served : null,
        p90: points.length === 1 ? points[0].waitS.p90 : null,
      },
      served,
      gaveUp: add((point) => point.waits.abandoned),
      transactions: told ? within(sold).reduce((sum, row) => sum + row.sales, 0) : null,
      cancelled: told ? within(voided).reduce((sum, row) => sum + row.receipts, 0) : null,
    };
  });
}
