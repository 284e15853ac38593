import type { Bucket } from '../figures/buckets.ts';
import { QUARTER_MS } from './grid.ts';

/** Sums of the published quarters, and the time seen in all of them. */
export function addPublished<S extends { slot: number; seenS: number }>(
  sums: ReadonlyMap<number, S> | undefined,
  span: Bucket,
  slots: ReadonlySet<number>,
  add: (a: S | undefined, b: S) => S,
): { sum: S | undefined; seenS: number | undefined } {
  let sum: S | undefined;
  let seenS: number | undefined;
  for (let slot = span.startMs; slot < span.endMs; slot += QUARTER_MS) {
    const one = sums?.get(slot);
    if (!one) continue;
    seenS = (seenS ?? 0) + one.seenS;
    if (slots.has(slot)) sum = add(sum, one);
  }
  return { sum, seenS };
}
