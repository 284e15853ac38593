import type { Site } from './site.ts';

/** A time that the shop is open, in minutes of the store's clock since midnight; beyond 1440 it closes after midnight. */
export interface OpenTime {
  fromMinute: number;
  toMinute: number;
}

/** When a shop is open: by weekday (0 is Monday), and on days that are otherwise. */
export interface WeekHours {
  week: readonly (readonly OpenTime[])[];
  exceptions: ReadonlyMap<string, readonly OpenTime[]>;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const EXCEPTIONS = 'exceptions';

export interface HoursFault {
  /** Where in `hours`, e.g. `['mon-sat']` or `['exceptions', '2026-12-25']`. */
  path: string[];
  reason: string;
}

/** Reads the `hours` of a site file. Weekdays that it does not name are closed. */
export function parseHours(hours: NonNullable<Site['hours']>): { hours: WeekHours; faults: HoursFault[] } {
  const week: OpenTime[][] = WEEKDAYS.map(() => []);
  const exceptions = new Map<string, OpenTime[]>();
  const faults: HoursFault[] = [];
  const told = new Map<number, string>();
  const say = (path: string[], reason: string) => faults.push({ path, reason });
  for (const [key, value] of Object.entries(hours)) {
    if (key === EXCEPTIONS) {
      if (typeof value === 'string') say([key], 'must be dates with their hours');
      else
        for (const [date, text] of Object.entries(value)) readInto([key, date], text, (it) => exceptions.set(date, it));
      continue;
    }
    const days = weekdaysOf(key);
    if (!days) {
      say([key], `is no weekday: use ${WEEKDAYS.join(', ')}, mon-sat, or sat,sun`);
      continue;
    }
    if (typeof value !== 'string') {
      say([key], 'must be hours such as "08:00-20:00", or closed');
      continue;
    }
    const twice = days.find((day) => told.has(day));
    if (twice !== undefined) say([key], `names ${WEEKDAYS[twice]}, which is also in ${told.get(twice)}`);
    for (const day of days) told.set(day, key);
    readInto([key], value, (it) => {
      for (const day of days) week[day] = it;
    });
  }
  return { hours: { week, exceptions }, faults };

  function readInto(path: string[], text: string, put: (times: OpenTime[]) => void): void {
    const times = readTimes(text);
    if (typeof times === 'string') say(path, times);
    else put(times);
  }
}

/** The times of a calendar day, `weekday` 0 on Mondays. */
export const openTimes = ({ week, exceptions }: WeekHours, date: string, weekday: number): readonly OpenTime[] =>
  exceptions.get(date) ?? week[weekday];

/**
 * Minutes of the next calendar day that still belong to this one, since the shop closes after midnight: up to the full
 * hour, so that days are made of whole hours and the last customers are at the tills in them.
 */
export const minutesPastMidnight = (times: readonly OpenTime[]): number =>
  Math.ceil(Math.max(0, ...times.map(({ toMinute }) => toMinute - DAY)) / 60) * 60;

const DAY = 1440;

function weekdaysOf(key: string): number[] | undefined {
  const days: number[] = [];
  for (const part of key.split(',')) {
    const [from, to = from, ...more] = part
      .trim()
      .split('-')
      .map((name) => WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]));
    if (from < 0 || to < 0 || more.length > 0) return undefined;
    // fri-mon goes over the weekend.
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
  }
  return days;
}

function readTimes(text: string): OpenTime[] | string {
  if (text.trim() === 'closed') return [];
  const times: OpenTime[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(part.trim());
    const [fromHour, fromMinutes, toHour, toMinutes] = (match ?? []).slice(1).map(Number);
    if (!match || fromHour > 23 || fromMinutes > 59 || toHour > 24 || toMinutes > 59 || toHour * 60 + toMinutes > DAY) {
      return `"${part.trim()}" is no time: write "08:00-20:00", "08:00-12:00, 14:00-18:00", or closed`;
    }
    const fromMinute = fromHour * 60 + fromMinutes;
    const end = toHour * 60 + toMinutes;
    times.push({ fromMinute, toMinute: end > fromMinute ? end : end + DAY });
  }
  times.sort((a, b) => a.fromMinute - b.fromMinute);
  const overlap = times.slice(1).find(({ fromMinute }, i) => fromMinute < times[i].toMinute);
  return overlap ? 'two of its times overlap' : times;
}
