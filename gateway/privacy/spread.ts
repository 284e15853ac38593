import { kaplanMeierQuantile } from '../../models/aggregate/kaplan-meier.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import { groupBins } from '../../models/privacy/groups.ts';
import type { Bucket } from '../figures/buckets.ts';
import type { Work } from '../turns.ts';
import type { Lattice } from './lattice.ts';

/** Durations of one quarter by bin: those that ended, and those that were cut or given up. */
export interface Bins {
  ended: readonly number[];
  censored: readonly number[];
}

/** Of less than this share of the durations a quantile would be one of other hours. */
const LEAST_SHARE = 0.8;

/**
 * Histograms of the hours (and rests of days) of a span that are published whole, their bins in groups of k or more. Where
 * too few were cut to be told apart they are counted with those that ended.
 */
export function* publishingBins<S>(
  sums: ReadonlyMap<number, S>,
  span: Bucket,
  { whole, split, k }: { whole: Lattice; split?: Lattice; k: number },
  { binsOf, first }: { binsOf(sum: S): Bins; first: number },
): Work<Bins> {
  const all = { ended: emptyHistogram(), censored: emptyHistogram() };
  for (const block of whole.coarse(span.startMs, span.endMs)) {
    const own = { ended: emptyHistogram(), censored: emptyHistogram() };
    for (const slot of block) {
      const sum = sums.get(slot);
      if (!sum) continue;
      const bins = binsOf(sum);
      addTo(own.ended, bins.ended);
      addTo(split?.isWhole(block) ? own.censored : own.ended, bins.censored);
    }
    addTo(all.ended, groupBins(own.ended, k, first) ?? []);
    addTo(all.censored, groupBins(own.censored, k, first) ?? []);
    yield;
  }
  return all;
}

function addTo(sum: number[], bins: readonly number[]): void {
  bins.forEach((n, bin) => {
    sum[bin] += n;
  });
}

const total = (bins: readonly number[]): number => bins.reduce((sum, n) => sum + n, 0);

/** Median and 90 % of published bins; null where they hold too little of the `finished` durations that are published. */
export function quantilesOf({ ended, censored }: Bins, finished: number): { p50: number | null; p90: number | null } {
  const enough = total(ended) + total(censored) >= LEAST_SHARE * finished;
  const quantile = (q: number) => (enough ? (kaplanMeierQuantile(ended, censored, q) ?? null) : null);
  return { p50: quantile(0.5), p90: quantile(0.9) };
}
