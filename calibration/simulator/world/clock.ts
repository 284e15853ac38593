import { DateTime } from 'luxon';

/** When the clocks are changed on a day, and by how much they are put forward. */
export interface ClockChange {
  atMs: number;
  byMs: number;
}

interface LocalDay {
  midnightMs: number;
  change: ClockChange | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Zones change their clocks at full minutes, at most once a day. A day that has no midnight begins with its change. */
export function changeOn(at: DateTime): ClockChange | undefined {
  const [fromMs, toMs] = [at.toMillis(), at.plus({ days: 1 }).toMillis() - MINUTE_MS];
  const skipped = at.hour * 60 + at.minute;
  if (skipped > 0) return { atMs: fromMs, byMs: skipped * MINUTE_MS };
  const offset = (tMs: number) => DateTime.fromMillis(tMs, { zone: at.zone }).offset;
  const [before, after] = [offset(fromMs), offset(toMs)];
  if (before === after) return undefined;
  let [low, high] = [fromMs / MINUTE_MS, toMs / MINUTE_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle * MINUTE_MS) === before) low = middle;
    else high = middle;
  }
  return { atMs: high * MINUTE_MS, byMs: (after - before) * MINUTE_MS };
}

/** What the store's clock shows, in hours since midnight. */
export function localHour({ midnightMs, change }: LocalDay, tMs: number): number {
  return (tMs - midnightMs + (change && tMs >= change.atMs ? change.byMs : 0)) / HOUR_MS;
}

/** The moment at which the store's clock shows so many minutes after midnight; the first of two. */
export function atLocalMinute({ midnightMs, change }: LocalDay, minutes: number): number {
  const tMs = midnightMs + minutes * MINUTE_MS;
  return change && tMs >= change.atMs ? Math.max(change.atMs, tMs - change.byMs) : tMs;
}
