/** How many went from one place to another in one hour. */
export interface Pair {
  from: string;
  to: string;
  count: number;
}

/** One name for a pair of places; ids hold no blanks. */
export const pairKey = (from: string, to: string): string => `${from} ${to}`;

/**
 * The pairs of an hour's table that are hidden, by `pairKey`; pairs without anybody may be among them. Nobody knows the
 * table's margins better than whoever counts all visits of each place, so they are taken as known: every pair under k
 * is hidden with three more that are corners of a rectangle with it. One person more on two opposite corners and one
 * less on the others leaves every margin as it is, so no hidden small count follows from them. Where there is no such
 * rectangle, `all` of the table is hidden: then not even which of its pairs were empty may be said.
 */
export function hidePairs(
  pairs: readonly Pair[],
  k: number,
  complementary = true,
): { hidden: ReadonlySet<string>; all: boolean } {
  const counts = new Map(pairs.map((pair) => [pairKey(pair.from, pair.to), pair.count]));
  const small = pairs.filter(({ count }) => count !== 0 && count < k).sort((a, b) => a.count - b.count || order(a, b));
  const hidden = new Set(small.map(({ from, to }) => pairKey(from, to)));
  if (!complementary) return { hidden, all: false };
  const opposites = pairs.filter(({ count }) => count > 0);
  for (const { from, to } of small) {
    let best: string[] | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const other of opposites) {
      // A place does not lead to itself, so such a pair cannot stand in for another.
      if (other.from === from || other.to === to || other.from === to || other.to === from) continue;
      const corners = [pairKey(from, other.to), pairKey(other.from, to), pairKey(other.from, other.to)];
      const cost = corners.reduce((sum, key) => sum + (hidden.has(key) ? 0 : (counts.get(key) ?? 0) + 1), 0);
      if (cost >= least) continue;
      [best, least] = [corners, cost];
    }
    if (!best) return { hidden: new Set(counts.keys()), all: true };
    for (const key of best) hidden.add(key);
  }
  return { hidden, all: false };
}

const order = (a: Pair, b: Pair): number => (pairKey(a.from, a.to) < pairKey(b.from, b.to) ? -1 : 1);
