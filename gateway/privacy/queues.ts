import { tillsOf } from '../../models/aggregate/tills.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Zone } from '../../models/contract/site.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, grainOf } from '../figures/buckets.ts';
import { judgedUntil } from '../figures/coverage.ts';
import { type QueueFigures, queueFigures } from '../figures/queue-figures.ts';
import { addSums, pointsOf, seriesOf } from '../figures/series.ts';
import type { QueueSum } from '../store/store.ts';
import { published } from './grid.ts';
import { addPublished, type ZoneLattices, zoneLattices } from './zones.ts';

export interface QueueSeries {
  zone: Zone;
  total: QueueFigures;
  points: ({ start: string; seconds: number } & QueueFigures)[];
}

/** `figures` with the length as it is, which is exempt, and of the people who waited only what `hidden` publishes. */
const lengthOnly = (exact: QueueFigures, hidden: QueueFigures, withheld: boolean): QueueFigures => {
  const suppressed = hidden.joined === null && exact.joined !== null;
  const marks = suppressed ? { suppressed } : withheld ? { withheld } : {};
  return { ...hidden, length: exact.length, coverage: exact.coverage, ...marks };
};

/**
 * Queues over time. Their length is published as it is; who joined, waited and was served is people in a cell, of the
 * same blocks as the visits of the queue's zone. In minutes, of which no block is made, there is the length alone.
 */
export async function publishedQueues(
  context: ApiContext,
  asked: Range,
  queues: readonly Zone[],
  bucket: BucketSize,
): Promise<{ range: Range; queues: QueueSeries[] }> {
  const { site } = asked.site;
  const range = bucket === 'minute' ? asked : published(asked);
  refuseLongSeries(range, bucket, queues.length);
  const buckets = bucketsOf(range.fromMs, range.toMs, bucket, site);
  const only = queues.length === 1 ? queues[0].id : undefined;
  const sums = await context.store.queues({ ...range, zone: only, grainMs: grainOf(buckets) });
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  const byZone = seriesOf(sums, buckets, (sum) => sum.zone);
  const lattices = published(asked) === asked ? undefined : await zoneLattices(context, published(asked), only);
  const series = queues.map((zone): QueueSeries => {
    const tills = tillsOf(site, zone).length;
    const all = byZone.get(zone.id);
    const exact = (sum: QueueSum | undefined, fromMs: number, toMs: number) => queueFigures(sum, fromMs, toMs, tills);
    const total = exact(all?.total, range.fromMs, untilMs);
    const points = pointsOf(all, buckets, untilMs, exact);
    if (!lattices) return { zone, total, points };
    const hide = (figures: QueueFigures, span: Bucket) => hideWaits(figures, span, zone, lattices, tills, bucket);
    return {
      zone,
      total: hide(total, { startMs: range.fromMs, endMs: range.toMs }),
      points: points.map((point) => {
        const startMs = Date.parse(point.start);
        return { ...point, ...hide(point, { startMs, endMs: startMs + point.seconds * 1000 }) };
      }),
    };
  });
  return { range, queues: series };
}

function hideWaits(
  exact: QueueFigures,
  span: Bucket,
  zone: Zone,
  lattices: ZoneLattices,
  tills: number,
  bucket: BucketSize,
): QueueFigures {
  const { slots, withheld } =
    bucket === 'minute'
      ? { slots: new Set<number>(), withheld: true }
      : lattices.of(zone.id).published(span.startMs, span.endMs);
  const { sum } = addPublished(lattices.queues.get(zone.id), span, slots, addSums<QueueSum>);
  const shown = sum && (sum.visits > 0 || !withheld) ? sum : undefined;
  return lengthOnly(exact, queueFigures(shown, span.startMs, span.endMs, tills), withheld);
}
