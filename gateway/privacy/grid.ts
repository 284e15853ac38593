import type { Site } from '../../models/contract/site.ts';
import { threshold } from '../../models/privacy/partition.ts';
import { type Bucket, bucketsOf, dayStart, type StoreClock } from '../figures/buckets.ts';
import { SETTLE_MS } from '../figures/coverage.ts';

export const QUARTER_MS = 900_000;

/** An hour of the store's clock and its quarters. `over`: nothing of it is on its way any more. */
export interface GridHour extends Bucket {
  quarters: Bucket[];
  over: boolean;
}
export interface GridDay extends Bucket {
  hours: GridHour[];
  over: boolean;
}

/** Every whole store-day that a span touches, cut into hours and quarters; the same whatever is asked for. */
export function daysOf(fromMs: number, toMs: number, clock: StoreClock, nowMs: number): GridDay[] {
  const firstMs = dayStart(fromMs, clock);
  // A day beyond, to have the whole of the last one.
  return bucketsOf(firstMs, toMs + 26 * 3_600_000, 'day', clock)
    .filter((day) => day.startMs < toMs)
    .map((day) => {
      const hours = bucketsOf(day.startMs, day.endMs, 'hour', clock).map((hour) => ({
        ...hour,
        quarters: bucketsOf(hour.startMs, hour.endMs, 'quarter', clock),
        over: hour.endMs + SETTLE_MS <= nowMs,
      }));
      return { ...day, hours, over: day.endMs + SETTLE_MS <= nowMs };
    });
}

/**
 * Stretches of time that are left out, widened to whole hours where k is above 1: what is published with and without
 * them then differs by whole hours, and not by the minutes that somebody chose.
 */
export function wholeHours<S extends { fromMs: number; toMs: number }>(stretches: readonly S[], site: Site): S[] {
  if (threshold(site.privacy.k) === 1) return [...stretches];
  return stretches.map((stretch) => {
    const hours = daysOf(stretch.fromMs, stretch.toMs, site, 0)
      .flatMap((day) => day.hours)
      .filter((hour) => hour.startMs < stretch.toMs && hour.endMs > stretch.fromMs);
    return { ...stretch, fromMs: hours[0].startMs, toMs: hours[hours.length - 1].endMs };
  });
}
