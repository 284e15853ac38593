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
