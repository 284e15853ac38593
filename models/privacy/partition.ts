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
export const isSafe = ([first, ...others]: Counts, k: number): boolean =>
  first >= k && others.every((n) => n === 0 || n >= k);

const add = (all: readonly Counts[]): Counts =>
  all.reduce<number[]>((sum, counts) => counts.map((n, i) => n + (sum[i] ?? 0)), []);

const OPEN: HourParts = { whole: true, quarters: [] };

/** Quarters that are shown or hidden together: the two of a half hour. */
const PAIR = 2;

/**
 * One hour from its quarters. Where a quarter is small both of its half hour are hidden (the complementary suppression),
 * and where the hidden ones are small together, all four; their sum is in the hour's. Which other quarter is hidden does
 * not depend on what is in it, or who knows the rule would learn from the choice (Wong et al. 2007 call it minimality).
 * Depends on this hour alone, so that what was published never changes because of what came after it.
 *
 * Figures about a part of the visits (those that were engaged, say) have a partition of their own `within` that of the
 * visits: its blocks are sums of whole blocks of theirs, or a part would tell a whole that is hidden. Their counts hold
 * the part and what is left of the whole, so that neither is small. Then a quarter's part stays open by k at least: with
 * n of the whole and m of the part in a hidden sum, no fewer than k are in and k out of it.
 */
export function protectHour(
  quarters: readonly Counts[],
  k: number,
  complementary = true,
  within: HourParts = OPEN,
): HourParts {
  if (!within.whole) return { whole: false, quarters: quarters.map(() => false) };
  const alone = quarters.map((counts, q) => within.quarters[q] !== false && (isEmpty(counts) || isSafe(counts, k)));
  if (!complementary || alone.every(Boolean)) return { whole: true, quarters: alone };
  const halves = alone.map((_, q) => alone.slice(q - (q % PAIR), q - (q % PAIR) + PAIR).every(Boolean));
  if (isSafe(add(quarters.filter((_, q) => !halves[q])), k)) return { whole: true, quarters: halves };
  return { whole: isSafe(add(quarters), k), quarters: quarters.map(() => false) };
}

/** The sum gives its parts away: as many ones as parts, or each of them the largest that is hidden. */
const tells = (counts: Counts, parts: number, k: number): boolean =>
  counts[0] === parts || counts.some((n) => n === parts * (k - 1));

/**
 * A day from its hours. `over` says that it is complete, with every hour seen, so that its rest is. A partition within
 * another has no rest: who sees the whole of each hour and knows that its part was too small for each of them would read
 * the parts from their sum (4 and 7 visits, of which 6 were engaged, at k 3: it must be 1 and 5).
 */
export function protectDay(
  hours: readonly (readonly Counts[])[],
  k: number,
  over: boolean,
  complementary = true,
  within?: DayParts,
): DayParts {
  const parts = hours.map((quarters, h) => protectHour(quarters, k, complementary, within?.hours[h]));
  const left = hours.filter((_, h) => !parts[h].whole).map(add);
  const sum = add(left);
  const isRest = over && !within && left.length > 1 && isSafe(sum, k) && !tells(sum, left.length, k);
  return { hours: parts, rest: isRest };
}
