import { DateTime, IANAZone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The clock of a time zone. The time zone data base takes 20 µs for an offset and a millisecond for a day, so it is asked
 * once for each day in UTC, and in between only on days on which the clock is changed.
 */
export class ZoneClock {
  readonly #zone: IANAZone;
  /** Minutes by the day in UTC; NaN where they are not the same throughout. */
  readonly #offsets = new Map<number, number>();

  constructor(timeZone: string) {
    this.#zone = IANAZone.create(timeZone);
  }

  /** Minutes that the clock is ahead of UTC. */
  offset(tMs: number): number {
    const offset = this.#offsetOn(Math.floor(tMs / DAY_MS));
    return Number.isNaN(offset) ? this.#zone.offset(tMs) : offset;
  }

  /** The calendar day that a moment is on, in days since 1970-01-01. */
  dayOf(tMs: number): number {
    return Math.floor((tMs + this.offset(tMs) * MINUTE_MS) / DAY_MS);
  }

  /**
   * When it is so many minutes past midnight on the wall, on a calendar day: 120 is 02:00, on a day that the clock is put
   * forward too. Where that time is left out, the first one after it; beyond 1440 on a later day.
   */
  moment(day: number, minute: number): number {
    const [on, past] = [day + Math.floor(minute / 1440), minute % 1440];
    const offset = this.#offsetAround(on);
    if (!Number.isNaN(offset)) return on * DAY_MS + (past - offset) * MINUTE_MS;
    // From the day before: where midnight comes twice, the first of the two.
    const before = DateTime.fromISO(dateOf(on - 1), { zone: this.#zone }).startOf('day');
    const midnight = before.plus({ days: 1 }).startOf('day');
    if (past === 0) return midnight.toMillis();
    return midnight.set({ hour: Math.floor(past / 60), minute: past % 60 }).toMillis();
  }

  /** The offset of a calendar day whose clock is not changed near it, else NaN. */
  #offsetAround(day: number): number {
    const offset = this.#offsetOn(day);
    return offset === this.#offsetOn(day - 1) && offset === this.#offsetOn(day + 1) ? offset : Number.NaN;
  }

  #offsetOn(day: number): number {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    const first = this.#zone.offset(day * DAY_MS);
    // No clock was ever changed and changed back within a day.
    const offset = this.#zone.offset((day + 1) * DAY_MS) === first ? first : Number.NaN;
    if (this.#offsets.size >= MOST_REMEMBERED) this.#offsets.clear();
    this.#offsets.set(day, offset);
    return offset;
  }
}

const MOST_REMEMBERED = 5000;

/** A calendar day as it is written, e.g. 2026-03-29. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const clocks = new Map<string, ZoneClock>();

/** The clock of a zone, which remembers. */
export function zoneClock(timeZone: string): ZoneClock {
  const clock = clocks.get(timeZone) ?? new ZoneClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}
