export interface ComparableOptions {
  /** Name of the holiday of a date; undefined on others. */
  holiday(date: string): string | undefined;
  /** Days that are marked not to be compared with, and those on which the store was shut. */
  excluded(date: string): boolean;
  shift(date: string, days: number): string;
}

/** How a day is compared, and with which days, the newest first. */
export interface Comparable {
  by: 'weekday' | 'holiday' | 'none';
  dates: string[];
}

const DAYS = 4;
const WEEKS_BACK = 12;
const YEARS_BACK = 3;

/**
 * The days that a day may be compared with: the last four of the same weekday that were no holidays and are not
 * excluded; for a holiday, the same holiday of earlier years. What is left of twelve weeks or three years may be fewer.
 */
export function comparableDays(date: string, { holiday, excluded, shift }: ComparableOptions): Comparable {
  const name = holiday(date);
  const dates: string[] = [];
  if (name === undefined) {
    for (let week = 1; week <= WEEKS_BACK && dates.length < DAYS; week++) {
      const day = shift(date, -7 * week);
      if (holiday(day) === undefined && !excluded(day)) dates.push(day);
    }
    return { by: dates.length > 0 ? 'weekday' : 'none', dates };
  }
  for (let back = 1; back <= YEARS_BACK * 366 && dates.length < DAYS; back++) {
    const day = shift(date, -back);
    if (holiday(day) === name && !excluded(day)) dates.push(day);
  }
  return { by: dates.length > 0 ? 'holiday' : 'none', dates };
}

/** The middle of what is known; null where nothing is. */
export function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const middle = known.length >> 1;
  return known.length % 2 === 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
}
