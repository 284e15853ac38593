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
 * has moved by the time from door to till.
 */
export function conversion(sales: readonly number[], doors: readonly (DoorMinute | undefined)[]): Conversion {
  const sum = new ConversionSum();
  sales.forEach((count, i) => {
    sum.add(count, doors[i]);
  });
  return sum.conversion;
}

/**
 * The same, minute by minute. Sales whose minute at the door was not seen are left out on both sides, so that a blind
 * camera cannot raise the figure. The interval is that of the count of people; sales are exact.
 */
export class ConversionSum {
  #minutes = 0;
  #atDoor = 0;
  #all = 0;
  #matched = 0;
  #entries = 0;
  #units = 0;
  #variance = 0;
  #seen = 0;
  #counted = 0;

  add(count: number, door: DoorMinute | undefined): void {
    this.#minutes++;
    this.#all += count;
    if (!door) return;
    this.#atDoor++;
    this.#matched += count * door.seen;
    this.#entries += door.entries;
    this.#units += door.units ?? 0;
    if (door.units !== null) this.#counted += door.seen;
    this.#variance += door.variance;
    this.#seen += door.seen;
  }

  /** Share of the minutes at the doors that was seen. */
  get coverage(): number | null {
    return this.#atDoor > 0 ? this.#seen / this.#minutes : null;
  }

  get conversion(): Conversion {
    const { coverage } = this;
    const [entries, units, variance] = [this.#entries, this.#units, this.#variance];
    const known = coverage !== null && coverage >= LEAST_COVERAGE;
    const perPerson = known ? ratio(this.#matched, entries, variance) : UNKNOWN;
    // A unit is counted as surely as its people, in proportion.
    const unitVariance = entries > 0 ? variance * (units / entries) ** 2 : variance;
    const perUnit = known && this.#counted > 0.95 * this.#seen ? ratio(this.#matched, units, unitVariance) : perPerson;
    const matchedSales = Math.round(this.#matched);
    return { sales: this.#all, matchedSales, conversion: perUnit, perPerson, coverage };
  }
}

const UNKNOWN: Ratio = { value: null, interval: null };

function ratio(sales: number, people: number, variance: number): Ratio {
  if (people <= 0) return UNKNOWN;
  const [low, high] = countInterval(people, variance);
  return { value: sales / people, interval: [sales / high, sales / Math.max(1, low)] };
}
