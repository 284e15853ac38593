import { DateTime } from 'luxon';

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

/** The public holiday of a day, as most of Germany keeps them; undefined on others. */
export function holidayName(at: DateTime): string | undefined {
  const fixed = FIXED_HOLIDAYS[at.toFormat('MM-dd')];
  if (fixed !== undefined) return fixed;
  const easter = easterSunday(at);
  for (const [days, name] of MOVING_HOLIDAYS) if (easter.plus({ days }).toISODate() === at.toISODate()) return name;
  return undefined;
}

/** The anonymous Gregorian computus (Nature, 1876). */
function easterSunday({ year, zone }: DateTime): DateTime {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return DateTime.fromObject({ year, month, day: ((h + l - 7 * m + 114) % 31) + 1 }, { zone });
}
