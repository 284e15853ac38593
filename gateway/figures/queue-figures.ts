import { countInterval } from '../../models/aggregate/interval.ts';
import { kaplanMeierQuantile } from '../../models/aggregate/kaplan-meier.ts';
import type { Queues } from '../../models/contract/api/queues.ts';
import type { Today } from '../../models/contract/api/today.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import { instant } from '../../models/contract/ids.ts';
import type { QueueSum } from '../store/store.ts';
import { MINUTE_MS } from './buckets.ts';
import { coverage } from './coverage.ts';

export type QueueFigures = Queues['queues'][number]['total'];
const UNKNOWN = { mean: null, p50: null, p90: null };

/** The service of one till is a figure about who runs it; of this many it is one about the queue. */
const LEAST_TILLS = 2;

/**
 * What is published of a queue's sums. Where nothing was seen nothing is known: null, never 0. `tills`: how many serve
 * it. Without one nobody can be seen to give up, and of a single one its service is not published.
 */
export function queueFigures(sum: QueueSum | undefined, fromMs: number, untilMs: number, tills: number): QueueFigures {
  const seen = coverage(sum?.seenS, fromMs, untilMs);
  if (!sum || sum.seenS <= 0) {
    return {
      length: { mean: null, max: null },
      joined: null,
      waits: { served: null, servedInterval: null, abandoned: null, abandonedInterval: null, cut: null },
      ...{ abandonmentShare: null, waitS: UNKNOWN, services: null, serviceS: UNKNOWN, coverage: seen },
    };
  }
  const { served } = sum;
  const abandoned = tills > 0 ? sum.abandoned : null;
  const services = tills < LEAST_TILLS ? null : sum.services;
  return {
    length: { mean: sum.lengthS / sum.seenS, max: sum.lengthMax },
    joined: sum.visits,
    waits: {
      served,
      servedInterval: intervalOf(served, sum.servedVariance),
      abandoned,
      abandonedInterval: abandoned === null ? null : intervalOf(abandoned, sum.abandonedVariance),
      cut: sum.cut,
    },
    abandonmentShare: abandoned !== null && served + abandoned > 0 ? abandoned / (served + abandoned) : null,
    // Whoever gave up would have waited longer, so they enter the quantiles as cut waits, and not the mean.
    waitS: durations(sum.waitS, served, sum.waitHistogram, sum.censoredHistogram),
    services,
    serviceS: durations(sum.serviceS, services, sum.serviceHistogram, emptyHistogram()),
    coverage: seen,
  };
}

/** None without a variance: a count whose uncertainty was not told is not a sure one. */
const intervalOf = (count: number, variance: number | null) =>
  variance === null ? null : countInterval(count, variance);

function durations(sumS: number | null, n: number | null, ended: number[], censored: number[]) {
  if (sumS === null || n === null) return UNKNOWN;
  const quantile = (q: number) => kaplanMeierQuantile(ended, censored, q) ?? null;
  return { mean: n > 0 ? sumS / n : null, p50: quantile(0.5), p90: quantile(0.9) };
}

type Now = Today['queues'][number]['now'];

/** A queue as the newest of these minutes had it. */
export function queueNow(minutes: readonly QueueSum[]): Now {
  const newest = minutes.filter((sum) => sum.seenS > 0).at(-1);
  if (!newest) return null;
  return { length: newest.lengthS / newest.seenS, max: newest.lengthMax, at: instant(newest.slot + MINUTE_MS) };
}
