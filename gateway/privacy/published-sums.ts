import type { Bucket } from '../figures/buckets.ts';
import { Adding, type Sums } from '../figures/series.ts';
import { finish, type Work } from '../turns.ts';
import { QUARTER_MS } from './grid.ts';

export interface PublishedSum<S> {
  sum: S | undefined;
  seenS: number | undefined;
}

/** Sums of the published quarters, and the time seen in all of them. */
export function addPublished<S extends Sums<S> & { slot: number; seenS: number }>(
  sums: ReadonlyMap<number, S> | undefined,
  span: Bucket,
  slots: ReadonlySet<number>,
): PublishedSum<S> {
  return finish(addingPublished(sums, span, slots));
}

/** The same in parts of some hours. */
export function* addingPublished<S extends Sums<S> & { slot: number; seenS: number }>(
  sums: ReadonlyMap<number, S> | undefined,
  span: Bucket,
  slots: ReadonlySet<number>,
): Work<PublishedSum<S>> {
  const published = new Adding<S>();
  let seenS: number | undefined;
  for (let slot = span.startMs; slot < span.endMs; slot += QUARTER_MS) {
    if ((slot / QUARTER_MS) % QUARTERS_A_LOOK === 0) yield;
    const one = sums?.get(slot);
    if (!one) continue;
    seenS = (seenS ?? 0) + one.seenS;
    if (slots.has(slot)) published.add(one);
  }
  return { sum: published.sum, seenS };
}

const QUARTERS_A_LOOK = 256;
