import { tillsOf } from '../../models/aggregate/tills.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Site, Zone } from '../../models/contract/site.ts';
import type { Counts } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { judgedUntil } from '../figures/coverage.ts';
import { type QueueFigures, queueFigures } from '../figures/queue-figures.ts';
import { addSums, pointsOf, seriesOf } from '../figures/series.ts';
import type { QueueSum, Store } from '../store/store.ts';
import { published } from './grid.ts';
import { Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import { publishedBins, quantilesOf } from './spread.ts';
import { type ZoneLattices, zoneLattices } from './zones.ts';

const HOUR_MS = 3_600_000;

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
  context: Pick<ApiContext, 'store'>,
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

const waitedBins = (sums: ReadonlyMap<number, QueueSum>, span: Bucket, about: Parameters<typeof publishedBins>[2]) =>
  publishedBins(sums, span, about, {
    binsOf: (it) => ({ ended: it.waitHistogram, censored: it.censoredHistogram }),
    first: 0,
  });

/**
 * Seconds that nine of ten waited at most in the newest hour that is published, queue by queue: 0 where nobody waited, null
 * where too few did. Of less than an hour nothing can be told while the hour goes on.
 */
export async function lastHourWaits(
  store: Store,
  site: Site,
  nowMs: number,
): Promise<ReadonlyMap<string, number | null>> {
  const range = { store: site.store, fromMs: nowMs - 2 * HOUR_MS, toMs: nowMs, nowMs, site: { site } };
  const lattices = await zoneLattices({ store }, range);
  const span = lattices.days.flatMap(({ hours }) => hours).findLast((hour) => hour.over);
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  return new Map(
    queues.map(({ id }) => {
      const sums = lattices.queues.get(id);
      if (!span || !sums) return [id, null];
      const whole = lattices.of(id);
      const { slots } = whole.published(span.startMs, span.endMs);
      const { sum } = addPublished(sums, span, slots, addSums<QueueSum>);
      if (!sum || sum.seenS === 0) return [id, null];
      if (sum.visits === 0 && endsOf(sum) === 0 && sum.lengthS === 0) return [id, 0];
      const bins = waitedBins(sums, span, { whole, split: endLattice(lattices, id), k: lattices.k });
      return [id, quantilesOf(bins, endsOf(sum)).p90];
    }),
  );
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
  const about = { whole, k: lattices.k };
  const waited = waitedBins(sums, span, { ...about, split });
  const served = publishedBins(sums, span, about, {
    binsOf: (it) => ({ ended: it.serviceHistogram, censored: [] }),
    first: 0,
  });
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
