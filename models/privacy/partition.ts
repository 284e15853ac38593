/**
 * What of a day may be published. The day of a place is cut into blocks of quarters of an hour, and every published
 * figure is a sum over whole blocks, so that no difference of published figures is smaller than a block.
 *
 * Counts of one place in one quarter: the first is the one that k is held against (distinct visits), the others are
 * counts of the same people (those that ended, those that stopped), which may not be small either.
 */
export type Counts = readonly number[];

export interface HourParts {
  /** The hour's total is published; where not, nothing of the hour is, but perhaps in the day's rest. */
  whole: boolean;
  /** Quarters that are published by themselves; the others of a whole hour are in its total alone. */
  quarters: boolean[];
}
export interface DayParts {
  hours: HourParts[];
  /** What is in no whole hour is together enough to be in the day's total. */
  rest: boolean;
}

/** Two hides nothing where zeros are shown: a count that is neither 0 nor 2 or more is 1. So two counts as three. */
export const threshold = (k: number): number => (k <= 1 ? 1 : Math.max(3, k));

const isEmpty = (counts: Counts): boolean => counts.every((n) => n === 0);

/** k or more, and nothing in it counts fewer than k. A negative count (a correction without its bucket) is not safe. */
const isSafe = ([first, ...others]: Counts, k: number): boolean => first >= k && others.every((n) => n === 0 || n >= k);

const add = (all: readonly Counts[]): Counts =>
  all.reduce<number[]>((sum, counts) => counts.map((n, i) => n + (sum[i] ?? 0)), []);

/** Quarters that are shown or hidden together: the two of a half hour. */
const PAIR = 2;

/**
 * One hour from its quarters. Where a quarter is small both of its half hour are hidden (the complementary suppression),
 * and where the hidden ones are small together, all four; their sum is in the hour's. Which other quarter is hidden does
 * not depend on what is in it, or who knows the rule would learn from the choice (Wong et al. 2007 call it minimality).
 * Depends on this hour alone, so that what was published never changes because of what came after it.
 */
export function protectHour(quarters: readonly Counts[], k: number, complementary = true): HourParts {
  const alone = quarters.map((counts) => isEmpty(counts) || isSafe(counts, k));
  if (!complementary || alone.every(Boolean)) return { whole: true, quarters: alone };
  const halves = alone.map((_, q) => alone.slice(q - (q % PAIR), q - (q % PAIR) + PAIR).every(Boolean));
  if (isSafe(add(quarters.filter((_, q) => !halves[q])), k)) return { whole: true, quarters: halves };
  return { whole: isSafe(add(quarters), k), quarters: quarters.map(() => false) };
}

/** The sum gives its parts away: as many ones as parts, or each of them the largest that is hidden. */
const tells = (counts: Counts, parts: number, k: number): boolean =>
  counts[0] === parts || counts.some((n) => n === parts * (k - 1));

/** A day from its hours. `over` says that it is complete, with every hour seen, so that its rest is. */
export function protectDay(
  hours: readonly (readonly Counts[])[],
  k: number,
  over: boolean,
  complementary = true,
): DayParts {
  const parts = hours.map((quarters) => protectHour(quarters, k, complementary));
  const left = hours.filter((_, h) => !parts[h].whole).map(add);
  const sum = add(left);
  return { hours: parts, rest: over && left.length > 1 && isSafe(sum, k) && !tells(sum, left.length, k) };
}
