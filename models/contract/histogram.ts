import Type from 'typebox';
import { SignedCount } from './ids.ts';

/** Upper edges of the dwell and wait histograms in seconds; bin i holds values below edge i, the last bin the rest. */
export const HISTOGRAM_EDGES_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800] as const;
export const HISTOGRAM_BINS = HISTOGRAM_EDGES_S.length + 1;

export const Histogram = Type.Array(SignedCount, { minItems: HISTOGRAM_BINS, maxItems: HISTOGRAM_BINS });

export const emptyHistogram = (): number[] => new Array<number>(HISTOGRAM_BINS).fill(0);

/** The bin of a duration in seconds. */
export function histogramBin(seconds: number): number {
  let bin = 0;
  while (bin < HISTOGRAM_EDGES_S.length && seconds >= HISTOGRAM_EDGES_S[bin]) bin++;
  return bin;
}

/**
 * Quantile of a histogram in seconds, linear inside a bin; the open last bin answers its lower edge.
 * `undefined` when the histogram is empty.
 */
export function histogramQuantile(bins: readonly number[], q: number): number | undefined {
  const total = bins.reduce((sum, n) => sum + n, 0);
  if (total <= 0) return undefined;
  let below = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    const target = q * total - below;
    if (target <= bins[bin] && bins[bin] > 0) {
      const lower = bin === 0 ? 0 : HISTOGRAM_EDGES_S[bin - 1];
      const upper = HISTOGRAM_EDGES_S[bin] ?? lower;
      return lower + (Math.max(0, target) / bins[bin]) * (upper - lower);
    }
    below += bins[bin];
  }
  return HISTOGRAM_EDGES_S[HISTOGRAM_EDGES_S.length - 1];
}
