import { tillsOf } from '../../models/aggregate/tills.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Zone } from '../../models/contract/site.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { judgedUntil } from '../figures/coverage.ts';
import { type QueueFigures, queueFigures } from '../figures/queue-figures.ts';
import { pointsOf, readSeries } from '../figures/series.ts';
import { atLeast } from '../figures/zone-figures.ts';
import type { QueueSum } from '../store/store.ts';
import { eachInTurns, inTurns, pieces, type Work } from '../turns.ts';
import type { Lattice } from './lattice.ts';
import { addingPublished } from './published-sums.ts';
import { published } from './ranges.ts';
import { publishingBins, quantilesOf } from './spread.ts';
import { endLattice, endsOf, waitedBins } from './waits.ts';
import { isLong, type ZoneLattices, zoneLattices } from './zone-lattices.ts';

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
  const rest = pieces();
  const query = { ...range, zone: only, ...slotsOf(range, buckets, site) };
  const byZone = await readSeries(query, context.store.queues, buckets, (sum) => sum.zone, rest);
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  const hidden = published(asked);
  const together = hidden === asked || isLong(hidden) ? undefined : await zoneLattices(context, hidden, only, rest);
  const series: QueueSeries[] = [];
  for (const zone of queues) {
    const tills = tillsOf(site, zone).length;
    const all = byZone.get(zone.id);
    const exact = (sum: QueueSum | undefined, fromMs: number, toMs: number) => queueFigures(sum, fromMs, toMs, tills);
    const total = exact(all?.total, range.fromMs, untilMs);
    const points = await pointsOf(all, buckets, untilMs, exact, rest);
    if (hidden === asked) {
      series.push({ zone, total, points });
      continue;
    }
    const lattices = together ?? (await zoneLattices(context, hidden, zone.id, rest));
    const split = endLattice(lattices, zone.id);
    const hide = (figures: QueueFigures, span: Bucket) =>
      hideWaits(figures, span, zone, lattices, split, tills, bucket);
    series.push({
      zone,
      total: await inTurns(hide(total, { startMs: range.fromMs, endMs: range.toMs }), rest),
      points: await eachInTurns(points, rest, function* (point) {
        const startMs = Date.parse(point.start);
        return { ...point, ...(yield* hide(point, { startMs, endMs: startMs + point.seconds * 1000 })) };
      }),
    });
  }
  return { range, queues: series };
}

/** Who waited, over the published blocks of a span: how their waits ended is a part of them, and has its own. */
function* hideWaits(
  exact: QueueFigures,
  span: Bucket,
  zone: Zone,
  lattices: ZoneLattices,
  split: Lattice,
  tills: number,
  bucket: BucketSize,
): Work<QueueFigures> {
  const whole = lattices.of(zone.id);
  const sums = lattices.queues.get(zone.id);
  const none = { slots: new Set<number>(), withheld: true };
  const { slots, withheld } = bucket === 'minute' ? none : yield* whole.publishing(span.startMs, span.endMs);
  const { sum } = yield* addingPublished(sums, span, slots);
  const shown = sum && (sum.visits > 0 || !withheld) ? sum : undefined;
  const figures = queueFigures(shown, span.startMs, span.endMs, tills);
  if (!shown || !sums) return lengthOnly(exact, figures, withheld);
  const known = (yield* split.publishing(span.startMs, span.endMs)).slots;
  const ends = (yield* addingPublished(sums, span, known)).sum;
  const partly = known.size < slots.size;
  const seen = ends !== undefined && (endsOf(ends) > 0 || !partly);
  const { waits, waitS, abandonmentShare } = queueFigures(seen ? ends : undefined, span.startMs, span.endMs, tills);
  const about = { whole, k: lattices.k };
  const waited = yield* waitedBins(sums, span, { ...about, split });
  const served = yield* publishingBins(sums, span, about, {
    binsOf: (it) => ({ ended: it.serviceHistogram, censored: [] }),
    first: 0,
  });
  const isKnown = figures.services !== null;
  const least = (n: number | null) => atLeast(n, partly || withheld);
  const ways = { served: least(waits.served), abandoned: least(waits.abandoned), cut: least(waits.cut) };
  const hidden: QueueFigures = {
    ...figures,
    services: atLeast(figures.services, withheld),
    waits: {
      ...ways,
      servedInterval: ways.served === null ? null : waits.servedInterval,
      abandonedInterval: ways.abandoned === null ? null : waits.abandonedInterval,
    },
    abandonmentShare: ways.abandoned === null ? null : abandonmentShare,
    waitS: { mean: waitS.mean, ...quantilesOf(waited, endsOf(shown)) },
    serviceS: isKnown ? { ...figures.serviceS, ...quantilesOf(served, figures.services!) } : figures.serviceS,
    ...(partly ? { protection: { waits: seen ? ('withheld' as const) : ('suppressed' as const) } } : {}),
  };
  return lengthOnly(exact, hidden, withheld);
}
