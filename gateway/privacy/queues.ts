import { tillsOf } from '../../models/aggregate/tills.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Zone } from '../../models/contract/site.ts';
import type { Counts } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { judgedUntil } from '../figures/coverage.ts';
import { type QueueFigures, queueFigures } from '../figures/queue-figures.ts';
import { addSums, pointsOf, seriesOf } from '../figures/series.ts';
import type { QueueSum } from '../store/store.ts';
import { published } from './grid.ts';
import { Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import { publishedBins, quantilesOf } from './spread.ts';
import { type ZoneLattices, zoneLattices } from './zones.ts';

export interface QueueSeries {
  zone: Zone;
  total: QueueFigures;
  points: ({ start: string; seconds: number } & QueueFigures)[];
}

/** How many waits ended, whichever way. */
const endsOf = ({ served, abandoned, cut }: QueueSum): number => served + abandoned + (cut ?? 0);

/** How waits ended (served, given up, cut), within the blocks of who waited. */
function endLattice({ days, queues, k, of }: ZoneLattices, zone: string): Lattice {
  const counts = [...(queues.get(zone) ?? [])].map(([slot, sum]): [number, Counts] => [
    slot,
    [endsOf(sum), sum.served, sum.abandoned, sum.cut ?? 0],
  ]);
  return new Lattice(days, new Map(counts), k, { within: of(zone) });
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
  const sums = await context.store.queues({ ...range, zone: only, ...slotsOf(range, buckets, site) });
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
    const split = endLattice(lattices, zone.id);
    const hide = (figures: QueueFigures, span: Bucket) =>
      hideWaits(figures, span, zone, lattices, split, tills, bucket);
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

/** Who waited, over the published blocks of a span: how their waits ended is a part of them, and has its own. */
function hideWaits(
  exact: QueueFigures,
  span: Bucket,
  zone: Zone,
  lattices: ZoneLattices,
  split: Lattice,
  tills: number,
  bucket: BucketSize,
): QueueFigures {
  const whole = lattices.of(zone.id);
  const sums = lattices.queues.get(zone.id);
  const none = { slots: new Set<number>(), withheld: true };
  const { slots, withheld } = bucket === 'minute' ? none : whole.published(span.startMs, span.endMs);
  const { sum } = addPublished(sums, span, slots, addSums<QueueSum>);
  const shown = sum && (sum.visits > 0 || !withheld) ? sum : undefined;
  const figures = queueFigures(shown, span.startMs, span.endMs, tills);
  if (!shown || !sums) return lengthOnly(exact, figures, withheld);
  const known = split.published(span.startMs, span.endMs).slots;
  const ends = addPublished(sums, span, known, addSums<QueueSum>).sum;
  const partly = known.size < slots.size;
  const seen = ends !== undefined && (endsOf(ends) > 0 || !partly);
  const { waits, waitS, abandonmentShare } = queueFigures(seen ? ends : undefined, span.startMs, span.endMs, tills);
  const bins = (of: Omit<Parameters<typeof publishedBins<QueueSum>>[4], 'first'>, apart?: Lattice) =>
    publishedBins(sums, span, { whole, split: apart }, lattices.k, { ...of, first: 0 });
  const waited = bins({ binsOf: (it) => ({ ended: it.waitHistogram, censored: it.censoredHistogram }) }, split);
  const served = bins({ binsOf: (it) => ({ ended: it.serviceHistogram, censored: [] }) });
  const isKnown = figures.services !== null;
  const hidden: QueueFigures = {
    ...figures,
    ...{ waits, abandonmentShare },
    waitS: { mean: waitS.mean, ...quantilesOf(waited, endsOf(shown)) },
    serviceS: isKnown ? { ...figures.serviceS, ...quantilesOf(served, figures.services!) } : figures.serviceS,
    ...(partly ? { protection: { waits: seen ? ('withheld' as const) : ('suppressed' as const) } } : {}),
  };
  return lengthOnly(exact, hidden, withheld);
}
