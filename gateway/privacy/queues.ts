import { tillsOf } from '../../models/aggregate/tills.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Zone } from '../../models/contract/site.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketIndex, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { judgedUntil } from '../figures/coverage.ts';
import { type QueueFigures, queueFigures } from '../figures/queue-figures.ts';
import { pointsOf, readSeries } from '../figures/series.ts';
import { atLeast } from '../figures/zone-figures.ts';
import type { QueueSum } from '../store/store.ts';
import { inPieces, pieces } from '../turns.ts';
import type { QueueSpan } from './queue-span.ts';
import { queueSpans } from './queue-spans.ts';
import { published } from './ranges.ts';
import { quantilesOf } from './spread.ts';
import { endsOf } from './waits.ts';

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
  const open = hidden === asked;
  const none = open || bucket === 'minute';
  const told = none ? undefined : await queueSpans(context, hidden, queues, buckets, rest);
  const series: QueueSeries[] = [];
  for (const zone of queues) {
    const tills = tillsOf(site, zone).length;
    const all = byZone.get(zone.id);
    const exact = (sum: QueueSum | undefined, fromMs: number, toMs: number) => queueFigures(sum, fromMs, toMs, tills);
    const total = exact(all?.total, range.fromMs, untilMs);
    const points = await pointsOf(all, buckets, untilMs, exact, rest);
    if (open) {
      series.push({ zone, total, points });
      continue;
    }
    const own = told?.get(zone.id);
    series.push({
      zone,
      total: hideWaits(total, own?.total, { startMs: range.fromMs, endMs: range.toMs }, tills),
      points: await inPieces(points, rest, (point) => {
        const startMs = Date.parse(point.start);
        const span = { startMs, endMs: startMs + point.seconds * 1000 };
        return { ...point, ...hideWaits(point, own?.points[bucketIndex(buckets, startMs)], span, tills) };
      }),
    });
  }
  return { range, queues: series };
}

/** Who waited, over the published blocks of a span: how their waits ended is a part of them, and has its own. */
function hideWaits(exact: QueueFigures, told: QueueSpan | undefined, span: Bucket, tills: number): QueueFigures {
  const withheld = !told || told.shown < told.wanted;
  const sum = told?.waits;
  const shown = sum && (sum.visits > 0 || !withheld) ? sum : undefined;
  const figures = queueFigures(shown, span.startMs, span.endMs, tills);
  if (!shown || !told) return lengthOnly(exact, figures, withheld);
  const { ends, waited, served } = told;
  const partly = told.known < told.shown;
  const seen = ends !== undefined && (endsOf(ends) > 0 || !partly);
  const { waits, waitS, abandonmentShare } = queueFigures(seen ? ends : undefined, span.startMs, span.endMs, tills);
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
