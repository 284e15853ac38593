import { DateTime } from 'luxon';
import { cos, exp } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';

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
  /** Undefined when closed. */
  open: { fromMs: number; toMs: number } | undefined;
  /** Degrees above or below what the season has. */
  warmth: number;
  rainy: boolean;
}

export const TIME_ZONE = 'Europe/Berlin';
/** Mondays to Saturdays; the law of the land (as in most of Germany) closes shops on Sundays and holidays. */
export const HOURS = { from: 8, to: 20 } as const;
const SHORT_DAYS: Readonly<Record<string, number>> = { '12-24': 14, '12-31': 14 };
const FIXED_HOLIDAYS: Readonly<Record<string, string>> = {
  ...{ '01-01': 'New Year', '05-01': 'Labour Day', '10-03': 'Unity Day' },
  ...{ '12-25': 'Christmas Day', '12-26': 'Second Christmas Day' },
};
/** By days after Easter Sunday. */
const MOVING_HOLIDAYS = new Map([
  [-2, 'Good Friday'],
  [1, 'Easter Monday'],
  [39, 'Ascension'],
  [50, 'Whit Monday'],
]);

/** Days from `start` on; weather is of the region, so that the stores of a chain share it. */
export function makeCalendar(start: string, days: number, region: Stream): Day[] {
  const first = DateTime.fromISO(start, { zone: TIME_ZONE });
  const calendar: Day[] = [];
  let warmth = 0;
  for (let index = 0; index < days; index++) {
    const at = first.plus({ days: index });
    const date = at.toISODate() as string;
    const r = region.sub('weather', date);
    warmth = 0.7 * warmth + 3 * r.normal();
    const holiday = holidayName(at);
    const closed = holiday !== undefined || at.weekday === 7;
    const to = SHORT_DAYS[date.slice(5)] ?? HOURS.to;
    calendar.push({
      index,
      date,
      weekday: at.weekday,
      month: at.month,
      season: (at.ordinal - 1) / at.daysInYear!,
      toClosure: daysToClosure(at),
      holiday: holiday !== undefined,
      holidayName: holiday,
      midnightMs: at.toMillis(),
      open: closed
        ? undefined
        : { fromMs: at.set({ hour: HOURS.from }).toMillis(), toMs: at.set({ hour: to }).toMillis() },
      warmth,
      rainy: r.chance(0.3),
    });
  }
  return calendar;
}

const closedOn = (at: DateTime): boolean => at.weekday === 7 || holidayName(at) !== undefined;

function daysToClosure(at: DateTime): number {
  for (let days = 1; days < 7; days++) if (closedOn(at.plus({ days }))) return days;
  return 7;
}

function holidayName(at: DateTime): string | undefined {
  const fixed = FIXED_HOLIDAYS[at.toFormat('MM-dd')];
  if (fixed !== undefined) return fixed;
  const easter = easterSunday(at.year);
  for (const [days, name] of MOVING_HOLIDAYS) if (easter.plus({ days }).toISODate() === at.toISODate()) return name;
  return undefined;
}

/** The anonymous Gregorian computus (Nature, 1876). */
function easterSunday(year: number): DateTime {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return DateTime.fromObject({ year, month, day: ((h + l - 7 * m + 114) % 31) + 1 }, { zone: TIME_ZONE });
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

/** Relative rate of arrivals `share` of the way through the hour of the day (24 h, may be broken). */
export function hourShare(weekday: number, hour: number): number {
  const table = weekday === 6 ? SATURDAY_HOURS : WORKDAY_HOURS;
  const at = hour - HOURS.from - 0.5;
  const i = Math.floor(at);
  const low = table[Math.max(0, Math.min(table.length - 1, i))];
  const high = table[Math.max(0, Math.min(table.length - 1, i + 1))];
  return low + (at - i) * (high - low);
}

/** How much busier a day is because of what is near: days before a closure, before Christmas, rain, heat. */
export function dayFactor(day: Day): number {
  const beforeClosure = day.toClosure === 1 && day.weekday !== 6 ? 1.3 : 1;
  const toChristmas = day.month === 12 ? Number(day.date.slice(8)) : 0;
  const christmas = toChristmas >= 12 && toChristmas <= 24 ? 1.15 : 1;
  const rain = day.rainy ? 0.95 : 1;
  return beforeClosure * christmas * rain * seasonal(day.season, 0.04, 11);
}
