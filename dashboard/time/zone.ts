/** The store's wall clock: instants in UTC milliseconds to and from the calendar of an IANA time zone. */

const formatters = new Map<string, Intl.DateTimeFormat>();
function partsFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formatters.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, format);
  }
  return format;
}

/** The wall clock at an instant, written as if it were UTC. */
export function wallMs(tMs: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of partsFormat(timeZone).formatToParts(tMs)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

/**
 * The first instant at which the wall clock shows `wall` (as if UTC). Where the clock skips that hour, the instant at
 * which it has gone on by as much.
 */
export function instantOfWall(wall: number, timeZone: string): number {
  const offsetAt = (tMs: number): number => wallMs(tMs, timeZone) - tMs;
  const day = 86_400_000;
  const offsets = [offsetAt(wall - day), offsetAt(wall + day)];
  const exact = offsets.map((offset) => wall - offset).filter((tMs) => wallMs(tMs, timeZone) === wall);
  return exact.length > 0 ? Math.min(...exact) : wall - offsets[0];
}

/** The store's midnight, `days` days from the day that holds the instant. */
export function startOfDay(tMs: number, timeZone: string, days = 0): number {
  const wall = new Date(wallMs(tMs, timeZone));
  return instantOfWall(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + days), timeZone);
}

/** The value of a `datetime-local` field: `2026-03-29T08:15`. */
export const toField = (tMs: number, timeZone: string): string =>
  new Date(wallMs(tMs, timeZone)).toISOString().slice(0, 16);

/** The instant of a `datetime-local` field in the store's time; undefined when it is empty or no date. */
export function fromField(text: string, timeZone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const wall = Date.parse(`${text.slice(0, 16)}:00Z`);
  return Number.isNaN(wall) ? undefined : instantOfWall(wall, timeZone);
}

/** Where the reader is; until a store is known. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
