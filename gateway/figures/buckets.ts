import { DateTime, IANAZone } from 'luxon';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Site } from '../../models/contract/site.ts';
import { type StoreDays, storeDays } from './store-days.ts';
import { zoneClock } from './zone-clock.ts';

export interface Bucket {
  startMs: number;
  endMs: number;
}
export const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Every time zone is off UTC by whole quarters of an hour, so these are quarters of the store's hours too. */
const QUARTER_MS = HOUR_MS / 4;

/** What a store's hours and days are cut by. */
export type StoreClock = Pick<Site, 'timeZone' | 'hours'>;

/** Start of the business day that holds a moment. A zone whose midnight is skipped starts its day later. */
export const dayStart = (tMs: number, clock: StoreClock): number => storeDays(clock).at(tMs).fromMs;

/** The business day, e.g. 2026-03-29. */
export const dayOf = (tMs: number, clock: StoreClock): string => storeDays(clock).at(tMs).date;

/** With the zone's offset, e.g. 2026-03-29T14:00:00.000+02:00. */
export const localTime = (tMs: number, timeZone: string): string => at(tMs, timeZone).toISO()!;

const at = (tMs: number, timeZone: string) => DateTime.fromMillis(tMs, { zone: IANAZone.create(timeZone) });

/**
 * A range cut at the store's minutes, quarters of an hour, hours or business days. A day that the clock is put forward
 * has 23 hours. The first and the last bucket are as short as the range makes them.
 */
export function bucketsOf(fromMs: number, toMs: number, size: BucketSize, clock: StoreClock): Bucket[] {
  if (size === 'total') return [{ startMs: fromMs, endMs: toMs }];
  const days = storeDays(clock);
  const buckets: Bucket[] = [];
  for (let startMs = fromMs; startMs < toMs; ) {
    const endMs = Math.min(toMs, nextEdge(startMs, size, clock.timeZone, days));
    buckets.push({ startMs, endMs });
    startMs = endMs;
  }
  return buckets;
}

function nextEdge(tMs: number, size: Exclude<BucketSize, 'total'>, timeZone: string, days: StoreDays): number {
  if (size === 'minute') return (Math.floor(tMs / MINUTE_MS) + 1) * MINUTE_MS;
  if (size === 'quarter') return (Math.floor(tMs / QUARTER_MS) + 1) * QUARTER_MS;
  if (size === 'hour') return nextHour(tMs, timeZone);
  return days.at(tMs).toMs;
}

/**
 * The next full hour on the store's clock, or the moment at which the clock is changed, whichever comes first: an hour
 * that comes twice makes two buckets, and where the clock is moved by half an hour one of them has 30 minutes.
 */
function nextHour(tMs: number, timeZone: string): number {
  const zone = zoneClock(timeZone);
  const offset = zone.offset(tMs);
  const localMs = tMs + offset * MINUTE_MS;
  const edge = (Math.floor(localMs / HOUR_MS) + 1) * HOUR_MS - offset * MINUTE_MS;
  if (zone.offset(edge) === offset) return edge;
  // The clock is changed on the way there: by bisection, the first minute with another offset.
  let [before, after] = [Math.floor(tMs / MINUTE_MS), Math.ceil(edge / MINUTE_MS)];
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (zone.offset(middle * MINUTE_MS) === offset) before = middle;
    else after = middle;
  }
  return after * MINUTE_MS;
}

/** How many buckets a range has, without making them; hours and days are an upper bound. */
export function bucketCount(fromMs: number, toMs: number, size: BucketSize): number {
  const sizes = {
    minute: MINUTE_MS,
    quarter: QUARTER_MS,
    hour: HOUR_MS,
    day: 23 * HOUR_MS,
    total: Number.POSITIVE_INFINITY,
  };
  return Math.ceil((toMs - fromMs) / sizes[size]) + 1;
}

/** The widest slot that no bucket's edge cuts, for the data base to sum by; Infinity for one bucket. */
export function grainOf(buckets: readonly Bucket[]): number {
  if (buckets.length === 1) return Number.POSITIVE_INFINITY;
  const inner = buckets.slice(1).map((bucket) => bucket.startMs);
  return [HOUR_MS, QUARTER_MS].find((grain) => inner.every((edge) => edge % grain === 0)) ?? MINUTE_MS;
}

/** How a range is to be asked for: by store-days where its buckets are such, or it is one bucket; else by slots. */
export function slotsOf(range: { fromMs: number; toMs: number }, buckets: readonly Bucket[], clock: StoreClock) {
  const grainMs = grainOf(buckets);
  const days = storeDays(clock)
    .around(range)
    .map(({ fromMs, toMs }): Bucket => ({ startMs: fromMs, endMs: toMs }));
  const inner = new Set(days.slice(1).map(({ startMs }) => startMs));
  const byDay = buckets.slice(1).every(({ startMs }) => inner.has(startMs));
  return byDay ? { grainMs, days } : { grainMs };
}

/** Index of the bucket of a slot, by bisection. A slot that began before the range belongs to the first bucket. */
export function bucketIndex(buckets: readonly Bucket[], slot: number): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (buckets[middle].startMs <= slot) low = middle;
    else high = middle - 1;
  }
  return low;
}
