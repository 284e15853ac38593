import { DateTime, IANAZone } from 'luxon';
import { parse } from 'node-cron';
import { AisleError } from '../../models/contract/errors.ts';

/** Five fields of cron: minute, hour, day of the month, month, weekday. */
export interface Schedule {
  text: string;
  minutes: readonly number[];
  hours: readonly number[];
  monthDays: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekdays: ReadonlySet<number>;
}

export interface Due {
  dueMs: number;
  /** The calendar day of the time zone, e.g. 2026-03-29. */
  day: string;
}

const FIX = 'Use five fields: minute hour day month weekday, such as "30 2 * * *".';

/** Reads a schedule. Throws BAD_INPUT with what is wrong. */
export function parseSchedule(text: string): Schedule {
  if (text.trim().split(/\s+/).length !== 5) throw new AisleError('BAD_INPUT', `"${text}" is no schedule`, FIX);
  let fields: ReturnType<typeof parse>;
  try {
    fields = parse(text);
  } catch (cause) {
    throw new AisleError('BAD_INPUT', `"${text}" is no schedule: ${(cause as Error).message}`, FIX, { cause });
  }
  const { minute, hour, dayOfMonth, month, dayOfWeek } = fields;
  const days = [...dayOfMonth, ...dayOfWeek];
  if (!days.every((day) => typeof day === 'number')) {
    throw new AisleError('BAD_INPUT', `"${text}" names days by more than their numbers`, FIX);
  }
  const set = (list: (string | number)[]) => new Set(list.map(Number));
  return {
    text,
    minutes: [...set(minute)].sort((a, b) => a - b),
    hours: [...set(hour)].sort((a, b) => a - b),
    monthDays: set(dayOfMonth),
    months: set(month),
    weekdays: new Set([...set(dayOfWeek)].map((day) => day % 7)),
  };
}

/**
 * What is due in `(afterMs, untilMs]`, oldest first, at most the newest `most`. Times are of the zone's clock: one that
 * the clock skips is due as long after midnight as on any other day (02:30 at 03:30), one that comes twice is due the
 * first time, so each stands for its day exactly once. A schedule of every hour follows real hours instead, so that 23 or
 * 25 of them make such a day.
 */
export function dueBetween(schedule: Schedule, timeZone: string, afterMs: number, untilMs: number, most = 400): Due[] {
  if (untilMs <= afterMs) return [];
  const zone = IANAZone.create(timeZone);
  const found: Due[] = [];
  // Backwards from the end, so that a long time without looking costs no more than what is taken of it.
  let day = DateTime.fromMillis(untilMs, { zone }).startOf('day');
  // A time that the clock moved over the day's border can belong to the day after.
  const firstDay = DateTime.fromMillis(afterMs, { zone }).startOf('day');
  for (; found.length < most && day >= firstDay; day = day.minus({ days: 1 }).startOf('day')) {
    if (!matchesDay(schedule, day)) continue;
    const times = schedule.hours.length === 24 ? realTimes(schedule, day) : wallTimes(schedule, day);
    const name = day.toISODate()!;
    for (const dueMs of times.reverse()) {
      if (dueMs > afterMs && dueMs <= untilMs && found.length < most) found.push({ dueMs, day: name });
    }
  }
  return found.reverse();
}

/** The next time after a moment; null when there is none within five years. */
export function nextDue(schedule: Schedule, timeZone: string, afterMs: number): number | null {
  const zone = IANAZone.create(timeZone);
  let day = DateTime.fromMillis(afterMs, { zone }).startOf('day');
  for (let i = 0; i < 5 * 366; i++, day = day.plus({ days: 1 }).startOf('day')) {
    if (!matchesDay(schedule, day)) continue;
    const times = schedule.hours.length === 24 ? realTimes(schedule, day) : wallTimes(schedule, day);
    const next = times.find((dueMs) => dueMs > afterMs);
    if (next !== undefined) return next;
  }
  return null;
}

/** As cron has it: where both kinds of days are narrowed, one of them is enough. */
function matchesDay({ monthDays, months, weekdays }: Schedule, day: DateTime): boolean {
  if (!months.has(day.month)) return false;
  const [byMonth, byWeek] = [monthDays.has(day.day), weekdays.has(day.weekday % 7)];
  return monthDays.size < 31 && weekdays.size < 7 ? byMonth || byWeek : byMonth && byWeek;
}

function wallTimes({ hours, minutes }: Schedule, day: DateTime): number[] {
  const times = hours.flatMap((hour) => minutes.map((minute) => earliest(day.set({ hour, minute }))));
  return [...new Set(times)].sort((a, b) => a - b);
}

/** Of a time that comes twice the first; what the clock skips Luxon has already put behind the gap. */
const earliest = (time: DateTime): number => Math.min(...time.getPossibleOffsets().map((it) => it.toMillis()));

function realTimes({ minutes }: Schedule, day: DateTime): number[] {
  const wanted = new Set(minutes);
  const [fromMs, endMs] = [day.toMillis(), day.plus({ days: 1 }).startOf('day').toMillis()];
  const times: number[] = [];
  for (let tMs = fromMs; tMs < endMs; tMs += 60_000) {
    // Offsets of zones are whole minutes, so the minute of the hour is cheap to follow.
    if (wanted.has(DateTime.fromMillis(tMs, { zone: day.zone }).minute)) times.push(tMs);
  }
  return times;
}
