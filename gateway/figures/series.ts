import { instant } from '../../models/contract/ids.ts';
import { inPieces, type Rest } from '../turns.ts';
import { type Bucket, bucketIndex } from './buckets.ts';
import { partsOf, type Stretch } from './parts.ts';

/** A row of sums: numbers, histograms, and null where nothing was measured. */
export type Sums<S> = { [K in keyof S]: string | number | null | number[] };

/**
 * Adds sums of the same name, field by field: numbers and the bins of histograms add, of maxima (`…Max`) the greater
 * stays, null adds nothing. Name and slot are those of the first.
 */
export function addSums<S extends Sums<S> & { slot: number }>(a: S | undefined, b: S): S {
  if (!a) return b;
  const sum = copyOf(a);
  addInto(sum, b);
  return sum;
}

/** The same for many sums, into one of its own. */
export class Adding<S extends Sums<S> & { slot: number }> {
  sum: S | undefined;

  add(one: S): void {
    if (this.sum) addInto(this.sum, one);
    else this.sum = copyOf(one);
  }
}

function copyOf<S extends object>(sum: S): S {
  const copy: Fields = { ...(sum as Fields) };
  for (const key in copy) {
    const value = copy[key];
    if (Array.isArray(value)) copy[key] = value.slice();
  }
  return copy as S;
}

type Fields = Record<string, string | number | null | number[]>;
const isMax = new Map<string, boolean>();

/** Of a year's quarters there are hundreds of thousands, so nothing is made anew here. */
function addInto(sum: object, b: object): void {
  const [into, from] = [sum as Fields, b as Fields];
  for (const key in from) {
    if (key === 'slot') continue;
    const [own, value] = [into[key], from[key]];
    if (own === null || typeof value === 'string') into[key] = Array.isArray(value) ? value.slice() : value;
    else if (typeof value === 'number') {
      if (isMaximum(key)) into[key] = Math.max(own as number, value);
      else into[key] = (own as number) + value;
    } else if (value !== null) {
      const bins = own as number[];
      for (let i = 0; i < bins.length; i++) bins[i] += value[i];
    }
  }
}

function isMaximum(key: string): boolean {
  let known = isMax.get(key);
  if (known === undefined) {
    known = key.endsWith('Max');
    isMax.set(key, known);
  }
  return known;
}

/** Sums of one name by bucket, and all of them together. */
export interface Series<S> {
  byBucket: Map<number, S>;
  total: S | undefined;
}

class SeriesSums<S extends Sums<S> & { slot: number }> {
  readonly #buckets: readonly Bucket[];
  readonly #names = new Map<string, { byBucket: Map<number, Adding<S>>; total: Adding<S> }>();

  constructor(buckets: readonly Bucket[]) {
    this.#buckets = buckets;
  }

  add(name: string, sum: S): void {
    let series = this.#names.get(name);
    if (!series) {
      series = { byBucket: new Map(), total: new Adding() };
      this.#names.set(name, series);
    }
    const i = bucketIndex(this.#buckets, sum.slot);
    let own = series.byBucket.get(i);
    if (!own) {
      own = new Adding();
      series.byBucket.set(i, own);
    }
    own.add(sum);
    series.total.add(sum);
  }

  series(): Map<string, Series<S>> {
    return new Map(
      [...this.#names].map(([name, { byBucket, total }]) => {
        const sums = new Map([...byBucket].map(([i, { sum }]) => [i, sum!] as const));
        return [name, { byBucket: sums, total: total.sum }] as const;
      }),
    );
  }
}

/** Puts slots into the buckets of a range, name by name: read in parts of some days, but for store-days, which are few. */
export async function readSeries<Q extends Stretch & { days?: unknown }, S extends Sums<S> & { slot: number }>(
  query: Q,
  read: (query: Q) => Promise<S[]>,
  buckets: readonly Bucket[],
  nameOf: (sum: S) => string,
  rest: Rest,
): Promise<Map<string, Series<S>>> {
  const all = new SeriesSums<S>(buckets);
  for (const part of query.days ? [query] : partsOf(query)) {
    for (const sum of await read({ ...query, fromMs: part.fromMs, toMs: part.toMs })) all.add(nameOf(sum), sum);
    await rest();
  }
  return all.series();
}

/** A point for each bucket that has begun and can be judged, or of which something is known all the same. */
export async function pointsOf<S, F>(
  series: Series<S> | undefined,
  buckets: readonly Bucket[],
  untilMs: number,
  figures: (sum: S | undefined, fromMs: number, untilMs: number) => F,
  rest: Rest,
): Promise<({ start: string; seconds: number } & F)[]> {
  const points = await inPieces(buckets, rest, ({ startMs, endMs }, i) => {
    const sum = series?.byBucket.get(i);
    if (!sum && startMs >= untilMs) return undefined;
    const span = { start: instant(startMs), seconds: (endMs - startMs) / 1000 };
    return { ...span, ...figures(sum, startMs, Math.min(endMs, untilMs)) };
  });
  return points.filter((point) => point !== undefined);
}
