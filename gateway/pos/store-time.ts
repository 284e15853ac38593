import { DateTime, IANAZone } from 'luxon';
import type { Site } from '../../models/contract/site.ts';
import { StoreDays } from '../figures/store-days.ts';

const QUARTER_MS = 900_000;
const FORM = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads the moments of a till in the store's time zone, and knows the business day that holds one. Offsets are kept by
 * the quarter of an hour, in which no zone changes, so that a file of many lines asks the zone data base seldom.
 */
export class StoreTime {
  readonly #zone: IANAZone;
  readonly #days: StoreDays;
  readonly #starts = new Map<number, number>();
  readonly #dayOf = new Map<number, string>();

  constructor(site: Pick<Site, 'timeZone' | 'hours'>) {
    this.#zone = IANAZone.create(site.timeZone);
    this.#days = new StoreDays(site);
  }

  /**
   * RFC 3339, or `YYYY-MM-DD HH:MM[:SS]` without an offset in the store's zone: of the two equal times when the clock is
   * put back the earlier, and a time that is skipped when it is put forward by as much later. Undefined for anything else.
   */
  read(text: string): number | undefined {
    const match = FORM.exec(text);
    if (!match) return undefined;
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
    const utc = Date.UTC(year, month - 1, day, hour, minute, second);
    const date = new Date(utc);
    // 31 February rolls over into March: that is no date.
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
      return undefined;
    }
    const millis = match[7] ? Math.trunc(Number(`0.${match[7]}`) * 1000) : 0;
    const offset = match[8];
    if (offset) return utc + millis - offsetMs(offset);
    const quarter = Math.floor(utc / QUARTER_MS) * QUARTER_MS;
    return this.#startOf(quarter) + (utc - quarter) + millis;
  }

  /** The date of the business day, e.g. 2026-03-29. */
  businessDay(tMs: number): string {
    const quarter = Math.floor(tMs / QUARTER_MS);
    let date = this.#dayOf.get(quarter);
    if (date === undefined) {
      date = this.#days.at(tMs).date;
      remember(this.#dayOf, quarter, date);
    }
    return date;
  }

  /** When a quarter of the store's clock begins, given as if it were UTC. */
  #startOf(localMs: number): number {
    let startMs = this.#starts.get(localMs);
    if (startMs === undefined) {
      const [year, month, day, hour, minute] = parts(localMs);
      startMs = DateTime.fromObject({ year, month, day, hour, minute }, { zone: this.#zone }).toMillis();
      // Luxon takes either of two equal times; the earlier one has the larger offset.
      const earlier = [3_600_000, 1_800_000]
        .map((back) => startMs! - back)
        .find((tMs) => this.#zone.offset(tMs) * 60_000 + tMs === localMs);
      startMs = earlier ?? startMs;
      remember(this.#starts, localMs, startMs);
    }
    return startMs;
  }
}

function parts(localMs: number): number[] {
  const date = new Date(localMs);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset[0] === '-' ? -1 : 1) * minutes * 60_000;
}

const MOST_KEPT = 50_000;

function remember<T>(map: Map<number, T>, key: number, value: T): void {
  if (map.size >= MOST_KEPT) map.clear();
  map.set(key, value);
}
