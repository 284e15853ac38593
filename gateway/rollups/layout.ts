import { HISTOGRAM_BINS } from '../../models/contract/histogram.ts';
import type { QueueSum, TrafficSum, ZoneSum } from '../store/store.ts';
import type { Kind } from './kinds.ts';

export interface Sums {
  traffic: TrafficSum;
  zones: ZoneSum;
  queues: QueueSum;
}

/** Where the fields of a sum stand in its packed row. Fields named `…Max` are the greatest, the others add. */
export interface Layout<S> {
  name: keyof S & string;
  numbers: readonly (keyof S & string)[];
  histograms: readonly (keyof S & string)[];
}

export const LAYOUTS: { [K in Kind]: Layout<Sums[K]> } = {
  traffic: {
    name: 'line',
    numbers: ['in', 'out', 'inVariance', 'outVariance', 'unitsIn', 'unitsOut', 'seenS'],
    histograms: [],
  },
  zones: {
    name: 'zone',
    numbers: [
      ...([
        'visits',
        'visitsVariance',
        'ended',
        'censored',
        'engaged',
        'dwellS',
        'occupancyS',
        'occupancyMax',
      ] as const),
      ...(['stops', 'reaches', 'seenS'] as const),
    ],
    histograms: ['dwellHistogram', 'censoredHistogram'],
  },
  queues: {
    name: 'zone',
    numbers: [
      ...([
        'lengthS',
        'lengthMax',
        'visits',
        'served',
        'servedVariance',
        'abandoned',
        'abandonedVariance',
        'cut',
      ] as const),
      ...(['waitS', 'services', 'serviceS', 'seenS'] as const),
    ],
    histograms: ['waitHistogram', 'censoredHistogram', 'serviceHistogram'],
  },
};

export const widthOf = <S>({ numbers, histograms }: Layout<S>): number =>
  numbers.length + histograms.length * HISTOGRAM_BINS;

/** Puts a sum into a row; null becomes NaN. */
export function toRow<S>({ numbers, histograms }: Layout<S>, sum: S, row: Float64Array): void {
  numbers.forEach((field, i) => {
    row[i] = (sum[field] as number | null) ?? Number.NaN;
  });
  histograms.forEach((field, h) => {
    row.set(sum[field] as number[], numbers.length + h * HISTOGRAM_BINS);
  });
}

/** The sum that a row holds. */
export function toSum<S>({ name, numbers, histograms }: Layout<S>, of: string, slot: number, row: Float64Array): S {
  const sum: Record<string, unknown> = { [name]: of, slot };
  for (let i = 0; i < numbers.length; i++) sum[numbers[i]] = Number.isNaN(row[i]) ? null : row[i];
  // A year of six zones has two million bins: filled one by one, for an iterator takes five times as long.
  for (let h = 0, at = numbers.length; h < histograms.length; h++) {
    const bins = new Array<number>(HISTOGRAM_BINS);
    for (let bin = 0; bin < HISTOGRAM_BINS; bin++) bins[bin] = row[at++];
    sum[histograms[h]] = bins;
  }
  return sum as S;
}

/** Which numbers of a row are maxima. */
export const maximaOf = <S>({ numbers }: Layout<S>): boolean[] => numbers.map((field) => field.endsWith('Max'));

/** Adds `row` to `into`. What was not measured adds nothing. */
export function addRow(maxima: readonly boolean[], into: Float64Array, row: Float64Array): void {
  for (let i = 0; i < row.length; i++) {
    if (Number.isNaN(row[i])) continue;
    if (Number.isNaN(into[i])) into[i] = row[i];
    else if (maxima[i]) into[i] = Math.max(into[i], row[i]);
    else into[i] += row[i];
  }
}
