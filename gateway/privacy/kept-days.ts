import { type Bucket, bucketIndex } from '../figures/buckets.ts';
import { SETTLE_MS } from '../figures/coverage.ts';
import type { StoreDay } from '../figures/store-days.ts';
import { DAY_MS, type KeptKind } from '../rollups/kinds.ts';
import type { Store } from '../store/store.ts';
import type { Rest } from '../turns.ts';
import type { LatticeRange } from './zone-lattices.ts';

/** Days that are made in one go. */
const DAYS_AT_ONCE = 31;

/** What is made of a day; `basis` says what it is made by besides the store's data, so that another rule makes it anew. */
export interface Making<T> {
  kind: KeptKind;
  basis(day: Bucket): string;
  make(day: Bucket): Promise<T>;
}
interface KeptDay<T> {
  basis: string;
  day: T;
}

/** What is kept of the days that are over; those that are not kept yet are made. By their start. */
export async function keptDays<T>(
  store: Store,
  range: LatticeRange,
  days: readonly Bucket[],
  { kind, basis, make }: Making<T>,
  rest: Rest,
): Promise<Map<number, T>> {
  // Of these nothing is on its way. As of roll-ups, every message that makes one of them wrong takes it away.
  const overMs = Math.floor(((await store.latestBucketMs(range.store)) ?? 0) / DAY_MS) * DAY_MS;
  const over = days.filter((day) => day.endMs <= Math.min(overMs, range.nowMs - SETTLE_MS));
  const ends = new Map(over.map(({ startMs, endMs }) => [startMs, endMs]));
  const found = new Map<number, T>();
  for (const [startMs, kept] of await store.kept.find<KeptDay<T>>(range.store, kind, over)) {
    if (kept.basis === basis({ startMs, endMs: ends.get(startMs)! })) found.set(startMs, kept.day);
  }
  const missing = over.filter(({ startMs }) => !found.has(startMs)).map(({ startMs, endMs }) => ({ startMs, endMs }));
  for (let at = 0; at < missing.length; at += DAYS_AT_ONCE) {
    const part = missing.slice(at, at + DAYS_AT_ONCE);
    const made = await store.kept.make(range.store, kind, part, async () => {
      const bodies = new Map<number, KeptDay<T>>();
      for (const day of part) {
        bodies.set(day.startMs, { basis: basis(day), day: await make(day) });
        await rest();
      }
      return bodies;
    });
    for (const [startMs, { day }] of made) found.set(startMs, day);
  }
  return found;
}

/** The same for all days, those that go on with them. */
export async function keptByDay<T>(
  store: Store,
  range: LatticeRange,
  days: readonly Bucket[],
  making: Making<T>,
  rest: Rest,
): Promise<Map<number, T>> {
  const found = await keptDays(store, range, days, making, rest);
  for (const day of days) {
    if (found.has(day.startMs)) continue;
    found.set(day.startMs, await making.make(day));
    await rest();
  }
  return found;
}

/** Whether one of the buckets has the whole day. */
export function holdsDay(buckets: readonly Bucket[], day: StoreDay): boolean {
  const at = buckets[bucketIndex(buckets, day.fromMs)];
  return at.startMs <= day.fromMs && day.toMs <= at.endMs;
}
