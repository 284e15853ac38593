import { DateTime, IANAZone } from 'luxon';
import type { Site } from '../../models/contract/site.ts';
import { type StoreDay, StoreDays } from '../figures/store-days.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const FORM = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads the moments of a till in the store's time zone, and knows the business day that holds one. Offsets and days are
 * kept by the day, so that a file of many lines asks the zone data base seldom.
 */
export class StoreTime {
  readonly #zone: IANAZone;
  readonly #days: StoreDays;
  /** By the day of the store's calendar: its offset, where it has one alone. */
  readonly #offsets = new Map<number, number | null>();
  /** By the day in UTC. */
  readonly #spans = new Map<number, StoreDay[]>();
  /** The lines of a receipt have one time. */
  #last: { text: string; tMs: number | undefined } = { text: '', tMs: undefined };
  /** The lines of a file are of few days. */
  #lastDate: string | undefined;

  constructor(site: Pick<Site, 'timeZone' | 'hours'>) {
    this.#zone = IANAZone.create(site.timeZone);
    this.#days = new StoreDays(site);
  }

  /**
   * RFC 3339, or `YYYY-MM-DD HH:MM[:SS]` without an offset in the store's zone: of the two equal times when the clock
   * is put back the earlier, and a time that is skipped when it is put forward by as much later. Undefined for anything
   * else.
   */
  read(text: string): number | undefined {
    if (text !== this.#last.text) this.#last = { text, tMs: this.#read(text) };
    return this.#last.tMs;
  }

  #read(text: string): number | undefined {
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
    return this.#fromLocal(utc) + millis;
  }

  /** The date of the business day, e.g. 2026-03-29. */
  businessDay(tMs: number): string {
    const key = Math.floor(tMs / DAY_MS);
    let spans = this.#spans.get(key);
    if (!spans) {
      spans = [this.#days.at(key * DAY_MS)];
      while (spans.at(-1)!.toMs < (key + 1) * DAY_MS) spans.push(this.#days.at(spans.at(-1)!.toMs));
      remember(this.#spans, key, spans);
    }
    return spans.find((span) => tMs < span.toMs)!.date;
  }

  /** Whether a text is a date of the calendar, e.g. 2026-03-29. */
  isDate(text: string): boolean {
    if (text === this.#lastDate) return true;
    const tMs = Date.parse(`${text}T00:00:00Z`);
    if (Number.isNaN(tMs) || !new Date(tMs).toISOString().startsWith(text)) return false;
    this.#lastDate = text;
    return true;
  }

  /** A time on the store's clock, given as if it were UTC. */
  #fromLocal(localMs: number): number {
    const day = Math.floor(localMs / DAY_MS);
    let offset = this.#offsets.get(day);
    if (offset === undefined) {
      // Offsets go from −12 to +14 hours: where these two are the same, so are all between them.
      const [before, after] = [day * DAY_MS - 14 * HOUR_MS, (day + 1) * DAY_MS + 12 * HOUR_MS];
      const [first, last] = [this.#offsetMs(before), this.#offsetMs(after)];
      offset = first === last ? first : null;
      remember(this.#offsets, day, offset);
    }
    return offset === null ? this.#onChange(localMs) : localMs - offset;
  }

  /** On a day that the clock is changed. */
  #onChange(localMs: number): number {
    const date = new Date(localMs);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
    const found = DateTime.fromObject({ year, month, day, hour, minute, second }, { zone: this.#zone }).toMillis();
    // Luxon may take the later of two equal times.
    const earlier = [HOUR_MS, HOUR_MS / 2].map((back) => found - back);
    return earlier.find((tMs) => tMs + this.#offsetMs(tMs) === localMs) ?? found;
  }

  #offsetMs = (tMs: number): number => this.#zone.offset(tMs) * MINUTE_MS;
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset[0] === '-' ? -1 : 1) * minutes * 60_000;
}

const MOST_KEPT = 5000;

function remember<T>(map: Map<number, T>, key: number, value: T): void {
  if (map.size >= MOST_KEPT) map.clear();
  map.set(key, value);
}
