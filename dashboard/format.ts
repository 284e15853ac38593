/** How numbers are written on the page. Not known is a dash, never a zero. */
export const DASH = '–';
type Known = number | null | undefined;

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const upToOneDigit = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const oneDigit = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const count = (n: Known): string => (n == null ? DASH : whole.format(n));
/** 1 visit, 2 visits. `one` is a word that takes an s. */
export const counted = (n: Known, one: string): string => `${count(n)} ${n === 1 ? one : `${one}s`}`;
/** Why a figure about people is not told, or not all of it, as the gateway says. */
export type Few = 'suppressed' | 'withheld' | undefined;

/** A count that small numbers may be kept out of: never 0 where it is only not told. */
export function countOfMany(n: Known, few: Few): string {
  if (few === 'suppressed') return 'too few to show';
  return few === 'withheld' && n != null ? `at least ${count(n)}` : count(n);
}

export const oneDecimal = (n: Known): string => (n == null ? DASH : oneDigit.format(n));

/** As many digits as tell something: 0.042, 4.2, 42.5, 4,200. */
export function figure(n: Known): string {
  if (n == null) return DASH;
  const size = Math.abs(n);
  if (size === 0 || size >= 100) return whole.format(n);
  return size >= 10
    ? upToOneDigit.format(n)
    : new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 }).format(n);
}

/** An amount in a currency; a dash where either is not known. */
export function money(amount: Known, currency: string | null, digits: number): string {
  if (amount == null || currency === null) return DASH;
  const options = {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  return new Intl.NumberFormat('en-GB', options).format(amount);
}

/** A share of 0–1. Only all is 100 %, and only nothing is 0 %. */
export function percent(share: Known): string {
  if (share == null) return DASH;
  const value = Math.round(share * 100);
  if (value === 100 && share < 1) return '99 %';
  if (value === 0 && share > 0) return '< 1 %';
  return `${value} %`;
}

export const interval = (it: readonly [number, number] | null | undefined): string =>
  it == null ? DASH : `${whole.format(it[0])}–${whole.format(it[1])}`;

/** Half the width of an interval, as it stands behind its figure. */
export const plusMinus = ([low, high]: readonly [number, number]): string =>
  `± ${whole.format(Math.max(1, (high - low) / 2))}`;

/** 4.2 s, 42 s, 3 min 20 s, 1 h 5 min. */
export function duration(seconds: Known): string {
  if (seconds == null) return DASH;
  if (seconds < 9.95) return `${oneDigit.format(seconds)} s`;
  const total = Math.round(seconds);
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return total % 60 === 0 ? `${minutes} min` : `${minutes} min ${total % 60} s`;
  const rounded = Math.round(total / 60);
  return rounded % 60 === 0 ? `${rounded / 60} h` : `${Math.floor(rounded / 60)} h ${rounded % 60} min`;
}

/** Person-time in the unit that its size asks for. */
export function personTime(personS: Known): string {
  if (personS == null) return DASH;
  if (personS < 600) return `${whole.format(personS)} person-seconds`;
  if (personS < 36_000) return `${oneDigit.format(personS / 60)} person-minutes`;
  return `${oneDigit.format(personS / 3600)} person-hours`;
}

/** Change against an earlier figure: +8 %. Undefined where there is nothing to compare with. */
export function change(now: Known, before: Known): string | undefined {
  if (now == null || before == null || before === 0) return undefined;
  const value = Math.round(((now - before) / before) * 100);
  if (value === 0) return '±0 %';
  return value > 0 ? `+${value} %` : `−${-value} %`;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(timeZone: string, style: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${style}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
    dateFormats.set(key, format);
  }
  return format;
}
const hm: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };

export const clock = (tMs: number, timeZone: string): string => dateFormat(timeZone, 'hm', hm).format(tMs);
export const clockSeconds = (tMs: number, timeZone: string): string =>
  dateFormat(timeZone, 'hms', { ...hm, second: '2-digit' }).format(tMs);
export const dayName = (tMs: number, timeZone: string): string => dateFormat(timeZone, 'day', day).format(tMs);

/** A half-open range in the store's time: `Sun 22 Nov, 08:00–09:00`. */
export function rangeLabel(from: string, to: string, timeZone: string): string {
  const [a, b] = [Date.parse(from), Date.parse(to)];
  const end = clock(b, timeZone) === '00:00' ? '24:00' : clock(b, timeZone);
  const sameDay = dayName(a, timeZone) === dayName(b - 1, timeZone);
  if (sameDay) return `${dayName(a, timeZone)}, ${clock(a, timeZone)}–${end}`;
  return `${dayName(a, timeZone)}, ${clock(a, timeZone)} – ${dayName(b - 1, timeZone)}, ${end}`;
}

/** How long ago: 5 s ago, 3 min ago. */
export const ago = (tMs: number, nowMs: number): string => {
  const seconds = Math.max(0, Math.round((nowMs - tMs) / 1000));
  return seconds < 2 ? 'just now' : `${seconds < 60 ? `${seconds} s` : duration(seconds)} ago`;
};
