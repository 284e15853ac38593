import { countInterval } from '../../models/aggregate/interval.ts';

/** A minute at the doors of a store: crossings inwards, buying units, and the share of the minute that was seen. */
export interface DoorMinute {
  entries: number;
  /** Null where no node counts them. */
  units: number | null;
  variance: number;
  seen: number;
}

export interface Ratio {
  value: number | null;
  interval: [number, number] | null;
}
export interface Conversion {
  /** Sale transactions with a net above 0. */
  sales: number;
  /** Of those, how many came from minutes in which the doors were seen; the ratios are made of these. */
  matchedSales: number;
  /** Per buying unit; the entries of people stand in where units are not counted. */
  conversion: Ratio;
  perPerson: Ratio;
  /** Share of the time at the doors that was seen. */
  coverage: number | null;
}

/** A ratio of less than half of the time would be a figure about another hour. */
const LEAST_COVERAGE = 0.5;

/**
 * Sales of some minutes ÷ who came in before them: minute i of `sales` belongs to minute i of `doors`, which the caller
 * has moved by the time from door to till. Sales whose minute at the door was not seen are left out on both sides, so
 * that a blind camera cannot raise the figure. The interval is that of the count of people; sales are exact.
 */
export function conversion(sales: readonly number[], doors: readonly (DoorMinute | undefined)[]): Conversion {
  let [all, matched, entries, units, variance, seen, counted] = [0, 0, 0, 0, 0, 0, 0];
  sales.forEach((count, i) => {
    const door = doors[i];
    all += count;
    if (!door) return;
    matched += count * door.seen;
    entries += door.entries;
    units += door.units ?? 0;
    if (door.units !== null) counted += door.seen;
    variance += door.variance;
    seen += door.seen;
  });
  const coverage = sales.length > 0 && doors.some((door) => door) ? seen / sales.length : null;
  const known = coverage !== null && coverage >= LEAST_COVERAGE;
  const perPerson = known ? ratio(matched, entries, variance) : UNKNOWN;
  // A unit is counted as surely as its people, in proportion.
  const unitVariance = entries > 0 ? variance * (units / entries) ** 2 : variance;
  const perUnit = known && counted > 0.95 * seen ? ratio(matched, units, unitVariance) : perPerson;
  return { sales: all, matchedSales: Math.round(matched), conversion: perUnit, perPerson, coverage };
}

const UNKNOWN: Ratio = { value: null, interval: null };

function ratio(sales: number, people: number, variance: number): Ratio {
  if (people <= 0) return UNKNOWN;
  const [low, high] = countInterval(people, variance);
  return { value: sales / people, interval: [sales / high, sales / Math.max(1, low)] };
}
