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

/** What ratios are made of; sums of stretches of time add. */
export type RatioSums = Record<(typeof RATIO_SUMS)[number], number>;

/** `known`: minutes at the doors of which somebody told; `counted`: seconds seen, in minutes, of which units are known. */
const RATIO_SUMS = ['minutes', 'known', 'sales', 'matched', 'entries', 'units', 'variance', 'seen', 'counted'] as const;

export const noMinutes = (): RatioSums => ({
  ...{ minutes: 0, known: 0, sales: 0, matched: 0, entries: 0, units: 0, variance: 0, seen: 0, counted: 0 },
});

/**
 * Sales whose minute at the door was not seen are left out on both sides, so that a blind camera cannot raise the
 * figure.
 */
export function addMinute(sums: RatioSums, sales: number, door: DoorMinute | undefined): void {
  sums.minutes++;
  sums.sales += sales;
  if (!door) return;
  sums.known++;
  sums.matched += sales * door.seen;
  sums.entries += door.entries;
  sums.units += door.units ?? 0;
  if (door.units !== null) sums.counted += door.seen;
  sums.variance += door.variance;
  sums.seen += door.seen;
}

export function addRatio(into: RatioSums, sums: RatioSums): void {
  for (const name of RATIO_SUMS) into[name] += sums[name];
}

/** Share of the minutes at the doors that was seen. */
export const seenShare = ({ known, seen, minutes }: RatioSums): number | null => (known > 0 ? seen / minutes : null);

/** The interval is that of the count of people; sales are exact. */
export function conversionOf(sums: RatioSums): Conversion {
  const coverage = seenShare(sums);
  const { entries, units, variance, matched } = sums;
  const known = coverage !== null && coverage >= LEAST_COVERAGE;
  const perPerson = known ? ratio(matched, entries, variance) : UNKNOWN;
  // A unit is counted as surely as its people, in proportion.
  const unitVariance = entries > 0 ? variance * (units / entries) ** 2 : variance;
  const perUnit = known && sums.counted > 0.95 * sums.seen ? ratio(matched, units, unitVariance) : perPerson;
  return { sales: sums.sales, matchedSales: Math.round(matched), conversion: perUnit, perPerson, coverage };
}

const UNKNOWN: Ratio = { value: null, interval: null };

function ratio(sales: number, people: number, variance: number): Ratio {
  if (people <= 0) return UNKNOWN;
  const [low, high] = countInterval(people, variance);
  return { value: sales / people, interval: [sales / high, sales / Math.max(1, low)] };
}
