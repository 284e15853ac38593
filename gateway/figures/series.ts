import { instant } from '../../models/contract/ids.ts';
import { type Bucket, bucketIndex } from './buckets.ts';

/** A row of sums: numbers, histograms, and null where nothing was measured. */
type Sums<S> = { [K in keyof S]: string | number | null | number[] };

/**
 * Adds sums of the same name, field by field: numbers and the bins of histograms add, of maxima (`…Max`) the greater
 * stays, null adds nothing. Name and slot are those of the first.
 */
export function addSums<S extends Sums<S> & { slot: number }>(a: S | undefined, b: S): S {
  if (!a) return b;
  const sum = { ...a };
  for (const key of Object.keys(b) as (keyof S & string)[]) {
    if (key !== 'slot') sum[key] = addField(key, a[key], b[key]) as S[typeof key];
  }
  return sum;
}

function addField(key: string, a: unknown, b: unknown): unknown {
  if (a === null || typeof b === 'string') return b;
  if (b === null) return a;
  if (Array.isArray(a)) return a.map((n: number, i) => n + (b as number[])[i]);
  return key.endsWith('Max') ? Math.max(a as number, b as number) : (a as number) + (b as number);
}

/** Sums of one name by bucket, and all of them together. */
export interface Series<S> {
  byBucket: Map<number, S>;
  total: S | undefined;
}

/** Puts slots into the buckets of a range, name by name. */
export function seriesOf<S extends Sums<S> & { slot: number }>(
  sums: readonly S[],
  buckets: readonly Bucket[],
  nameOf: (sum: S) => string,
): Map<string, Series<S>> {
  const names = new Map<string, Series<S>>();
  for (const sum of sums) {
    const series = names.get(nameOf(sum)) ?? { byBucket: new Map(), total: undefined };
    names.set(nameOf(sum), series);
    const i = bucketIndex(buckets, sum.slot);
    series.byBucket.set(i, addSums(series.byBucket.get(i), sum));
    series.total = addSums(series.total, sum);
  }
  return names;
}

/** A point for each bucket that has begun and can be judged, or of which something is known all the same. */
export function pointsOf<S, F>(
  series: Series<S> | undefined,
  buckets: readonly Bucket[],
  untilMs: number,
  figures: (sum: S | undefined, fromMs: number, untilMs: number) => F,
): ({ start: string; seconds: number } & F)[] {
  return buckets.flatMap(({ startMs, endMs }, i) => {
    const sum = series?.byBucket.get(i);
    if (!sum && startMs >= untilMs) return [];
    const span = { start: instant(startMs), seconds: (endMs - startMs) / 1000 };
    return [{ ...span, ...figures(sum, startMs, Math.min(endMs, untilMs)) }];
  });
}
