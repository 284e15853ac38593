import { DateTime } from 'luxon';
import { cos, exp } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import { type ClockChange, changeOn } from './clock.ts';
import { holidayName } from './holidays.ts';

/** One calendar day of the store. Local time decides what is open; UTC milliseconds are what everything else counts in. */
export interface Day {
  index: number;
  /** YYYY-MM-DD. */
  date: string;
  /** 1 = Monday. */
  weekday: number;
  month: number;
  /** Share of the year that is over. */
  season: number;
  /** Days until the next day on which the shop is closed (1: tomorrow). */
  toClosure: number;
  holiday: boolean;
  holidayName: string | undefined;
  midnightMs: number;
  /** Undefined when closed. `from` and `to`: hours of the store's clock. */
  open: { fromMs: number; toMs: number; from: number; to: number } | undefined;
  change: ClockChange | undefined;
  /** Degrees above or below what the season has. */
  warmth: number;
  rainy: boolean;
}

/** The store's clock, and the hours of it (0–24) at which it is open. At least two hours a day it is closed. */
export interface Opening {
  timeZone: string;
  from: number;
  to: number;
  sundays: boolean;
}

/** Mondays to Saturdays; the law of the land (as in most of Germany) closes shops on Sundays and holidays. */
export const OPENING: Opening = { timeZone: 'Europe/Berlin', from: 8, to: 20, sundays: false };
export const LEAST_CLOSED_HOURS = 2;
const SHORT_DAYS: Readonly<Record<string, number>> = { '12-24': 14, '12-31': 14 };
/** Days from `start` on; weather is of the region, so that the stores of a chain share it. */
export function makeCalendar(start: string, days: number, region: Stream, opening: Opening = OPENING): Day[] {
  const first = DateTime.fromISO(start, { zone: opening.timeZone });
  const calendar: Day[] = [];
  let warmth = 0;
  for (let index = 0; index < days; index++) {
    const at = first.plus({ days: index });
    const date = at.toISODate() as string;
    const r = region.sub('weather', date);
    warmth = 0.7 * warmth + 3 * r.normal();
    const holiday = holidayName(at);
    calendar.push({
      index,
      date,
      weekday: at.weekday,
      month: at.month,
      season: (at.ordinal - 1) / at.daysInYear!,
      toClosure: daysToClosure(at, opening.sundays),
      holiday: holiday !== undefined,
      holidayName: holiday,
      midnightMs: at.toMillis(),
      open: closedOn(at, opening.sundays) ? undefined : openOn(at, opening),
      change: changeOn(at),
      warmth,
      rainy: r.chance(0.3),
    });
  }
  return calendar;
}

function openOn(at: DateTime, { from, to: usually }: Opening): Day['open'] {
  const to = Math.min(usually, SHORT_DAYS[at.toFormat('MM-dd')] ?? usually);
  if (to <= from) return undefined;
  const moment = (hour: number) => (hour === 24 ? at.plus({ days: 1 }) : at.set({ hour })).toMillis();
  return { fromMs: moment(from), toMs: moment(to), from, to };
}

const closedOn = (at: DateTime, sundays: boolean): boolean =>
  (at.weekday === 7 && !sundays) || holidayName(at) !== undefined;

function daysToClosure(at: DateTime, sundays: boolean): number {
  for (let days = 1; days < 7; days++) if (closedOn(at.plus({ days }), sundays)) return days;
  return 7;
}

/** A year's swing around 1 with its top in the middle of a month (0 = January). */
export const seasonal = (season: number, strength: number, peakMonth: number): number =>
  exp(strength * cos(2 * Math.PI * (season - (peakMonth + 0.5) / 12)));

/**
 * Visits by weekday relative to the mean: Fridays and Saturdays are the grocers' strong days, Tuesdays the weak ones (time
 * use surveys; Kahn & Schmittlein 1989 for the weekly rhythm of shopping trips).
 */
export const WEEKDAY_SHARE = [0, 0.96, 0.88, 0.92, 1.0, 1.17, 1.22, 0.6];

/** Visits by hour from 8 to 20, relative: a late-morning top and an after-work top, one broad midday top on Saturdays. */
const WORKDAY_HOURS = [0.55, 0.8, 1.05, 1.1, 0.95, 0.85, 0.9, 1.05, 1.25, 1.45, 1.2, 0.85];
const SATURDAY_HOURS = [0.6, 0.95, 1.3, 1.45, 1.4, 1.25, 1.15, 1.05, 0.95, 0.8, 0.65, 0.45];

/** Of those who come at the day's ends, so many fewer come for each hour further into the night, and the least. */
const NIGHT_LESS = 0.3;
const NIGHT_LEAST = 0.1;

/** Relative rate of arrivals at an hour of the day (24 h, may be broken). */
export function hourShare(weekday: number, hour: number): number {
  const table = weekday === 6 ? SATURDAY_HOURS : WORKDAY_HOURS;
  const at = hour - OPENING.from - 0.5;
  const i = Math.floor(at);
  const night = Math.max(0, OPENING.from - 1 - hour, hour - OPENING.to - 1);
  const awake = Math.max(NIGHT_LEAST, 1 - NIGHT_LESS * night);
  const low = table[Math.max(0, Math.min(table.length - 1, i))];
  const high = table[Math.max(0, Math.min(table.length - 1, i + 1))];
  return awake * (low + (at - i) * (high - low));
}

/** How much busier a day is because of what is near: days before a closure, before Christmas, rain, heat. */
export function dayFactor(day: Day): number {
  const beforeClosure = day.toClosure === 1 && day.weekday !== 6 ? 1.3 : 1;
  const toChristmas = day.month === 12 ? Number(day.date.slice(8)) : 0;
  const christmas = toChristmas >= 12 && toChristmas <= 24 ? 1.15 : 1;
  const rain = day.rainy ? 0.95 : 1;
  return beforeClosure * christmas * rain * seasonal(day.season, 0.04, 11);
}
