import { DateTime, IANAZone } from 'luxon';
import { minutesPastMidnight, openTimes, parseHours, type WeekHours } from '../../models/contract/hours.ts';
import type { Site } from '../../models/contract/site.ts';
import { dateOf, type ZoneClock, zoneClock } from './zone-clock.ts';

export interface Span {
  fromMs: number;
  toMs: number;
}
/** A business day: the calendar day of the store, moved to its closing time where that lies after midnight. */
export interface StoreDay extends Span {
  date: string;
}

/** The days of one store in its time zone, with its opening hours. */
export class StoreDays {
  readonly #zone: IANAZone;
  readonly #clock: ZoneClock;
  readonly #hours: WeekHours | undefined;
  /** What was looked up: the time zone data base takes about a millisecond for a day. */
  readonly #byDate = new Map<string, StoreDay>();
  readonly #byNumber = new Map<number, StoreDay>();
  readonly #openTimes = new Map<string, Span[]>();
  readonly #sameTimes = new Map<string, number>();

  constructor({ timeZone, hours }: Pick<Site, 'timeZone' | 'hours'>) {
    this.#zone = IANAZone.create(timeZone);
    this.#clock = zoneClock(timeZone);
    this.#hours = hours && parseHours(hours).hours;
  }

  /** The business day that holds a moment. */
  at(tMs: number): StoreDay {
    const number = this.#clock.dayOf(tMs);
    const day = this.#day(number);
    if (tMs >= day.fromMs) return tMs < day.toMs ? day : this.#day(number + 1);
    return this.#day(number - 1);
  }

  /** The business day of a date, e.g. 2026-03-29; undefined where it is no date. */
  of(date: string): StoreDay | undefined {
    const known = this.#byDate.get(date);
    if (known) return known;
    const day = DateTime.fromISO(date, { zone: this.#zone });
    return day.isValid ? remembered(this.#byDate, date, () => this.#day(this.#clock.dayOf(day.toMillis()))) : undefined;
  }

  /** The whole days that hold a span, in order. */
  around({ fromMs, toMs }: Span): StoreDay[] {
    const days: StoreDay[] = [];
    for (let day = this.at(fromMs); day.fromMs < toMs; day = this.at(day.toMs)) days.push(day);
    return days;
  }

  /** `count` days later, or earlier where it is negative. */
  shift(date: string, count: number): string {
    // Dates are counted at noon in UTC, where no clock is put forward.
    return DateTime.fromISO(`${date}T12:00:00Z`, { zone: 'utc' }).plus({ days: count }).toISODate()!;
  }

  /** 0 on Mondays. */
  weekday(date: string): number {
    return DateTime.fromISO(`${date}T12:00:00Z`, { zone: 'utc' }).weekday - 1;
  }

  /** The same time on the clock of another date; on days without that time, the first one after it. */
  sameTime(tMs: number, date: string): number {
    return remembered(this.#sameTimes, `${tMs}/${date}`, () => this.#sameTime(tMs, date));
  }

  #sameTime(tMs: number, date: string): number {
    const { day, local } = { day: this.at(tMs), local: DateTime.fromMillis(tMs, { zone: this.#zone }) };
    // A time after midnight that still belongs to the business day stays after midnight.
    const daysOn = local.startOf('day').diff(DateTime.fromISO(day.date, { zone: this.#zone }), 'days').days;
    const on = DateTime.fromISO(this.shift(date, Math.round(daysOn)), { zone: this.#zone });
    return on.set({ hour: local.hour, minute: local.minute, second: local.second }).toMillis();
  }

  /** When the store is open on a date; undefined where the site does not tell its hours. */
  open(date: string): Span[] | undefined {
    return this.#hours && remembered(this.#openTimes, date, () => this.#open(this.#hours!, date));
  }

  #open(hours: WeekHours, date: string): Span[] {
    const day = Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
    return openTimes(hours, date, this.weekday(date)).map(({ fromMinute, toMinute }) => ({
      fromMs: this.#clock.moment(day, fromMinute),
      toMs: this.#clock.moment(day, toMinute),
    }));
  }

  /** Seconds of a span in which the store is open; those of the whole span where its hours are not told. */
  openS({ fromMs, toMs }: Span): number {
    if (!this.#hours) return Math.max(0, toMs - fromMs) / 1000;
    let seconds = 0;
    const last = this.at(Math.max(fromMs, toMs - 1)).date;
    for (let date = this.at(fromMs).date; date <= last; date = this.shift(date, 1)) {
      for (const it of this.open(date)!) {
        seconds += Math.max(0, Math.min(toMs, it.toMs) - Math.max(fromMs, it.fromMs)) / 1000;
      }
    }
    return seconds;
  }

  #day(number: number): StoreDay {
    return remembered(this.#byNumber, number, () => ({
      date: dateOf(number),
      fromMs: this.#clock.moment(number, this.#pastMidnight(dateOf(number - 1))),
      toMs: this.#clock.moment(number + 1, this.#pastMidnight(dateOf(number))),
    }));
  }

  #pastMidnight(date: string): number {
    return this.#hours ? minutesPastMidnight(openTimes(this.#hours, date, this.weekday(date))) : 0;
  }
}

const known = new WeakMap<Pick<Site, 'timeZone' | 'hours'>, StoreDays>();

/** The days of a site that is loaded, which remember what was looked up: a request asks for some, a year takes half a second. */
export function storeDays(site: Pick<Site, 'timeZone' | 'hours'>): StoreDays {
  const days = known.get(site) ?? new StoreDays(site);
  known.set(site, days);
  return days;
}

const DAY_MS = 86_400_000;
const MOST_REMEMBERED = 2000;

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    if (map.size >= MOST_REMEMBERED) map.clear();
    value = make();
    map.set(key, value);
  }
  return value;
}
