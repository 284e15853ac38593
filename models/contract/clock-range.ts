/** Minutes since midnight of "HH:MM". */
const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/**
 * Whether a time of the day lies in a range such as "22:00-06:00", which may go over midnight; the end is not in it. A
 * range of no length is the whole day.
 */
export function inClockRange(range: string, minuteOfDay: number): boolean {
  const [from, to] = range.split('-').map(minutes);
  if (from === to) return true;
  return from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
}

/** Whether the range, at this time, began on the day before: the shift that began on Friday at 22:00 is Friday's. */
export function beganTheDayBefore(range: string, minuteOfDay: number): boolean {
  const [from, to] = range.split('-').map(minutes);
  return from > to && minuteOfDay < to;
}
