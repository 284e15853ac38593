/**
 * A histogram of one published block with bins of its own too small to be told. Bins are joined from the left until k are
 * together, and what is left at the end joins the last: each group holds k or more. That the bins before the one that
 * closed a group held fewer than k together, and those behind it too, is all that the rule tells of them. Empty bins inside
 * a group are joined like others, or they would tell more (three bins with a sum of 3 of which none is empty are 1, 1, 1);
 * those before it and behind the last stay empty.
 *
 * The answer has the bins of the question, a group's sum shared out over its own by what the rule says of every such group
 * (see `share`). So it says nothing beyond the groups, and sums over blocks say nothing beyond their groups. Bins before
 * `first` cannot hold anything (a visit lasts 2 s) and get nothing where their group has another. Null: fewer than k in
 * all, and not none.
 */
export function groupBins(bins: readonly number[], k: number, first = 0): number[] | null {
  const total = bins.reduce((sum, n) => sum + n, 0);
  if (bins.every((n) => n === 0)) return [...bins];
  if (total < k || bins.some((n) => n < 0)) return null;
  const shared = bins.map(() => 0);
  let [start, sum, left, closing] = [0, 0, total, -1];
  bins.forEach((n, bin) => {
    sum += n;
    left -= n;
    if (sum > 0 && sum < k) return;
    if (closing < 0) closing = bin;
    if (left > 0 && left < k && sum > 0) return;
    share(shared, { start: Math.max(start, Math.min(first, bin)), closing, end: bin + 1, sum, last: left === 0 }, k);
    [start, sum, closing] = [bin + 1, 0, -1];
  });
  return shared;
}

interface Group {
  start: number;
  closing: number;
  end: number;
  sum: number;
  last: boolean;
}

/**
 * The bin that closed a group gets what is left when those before it have half of the most that they can hold together,
 * and those behind it too. The last group with fewer than 2k − 1 does not say which bin closed it: of k + 1 that could
 * leave one behind it and no other number. Durations thin out, so there each bin gets twice what the next one gets.
 */
function share(into: number[], { start, closing, end, sum, last }: Group, k: number): void {
  let left = sum;
  if (last && sum < 2 * k - 1) {
    for (let bin = start; bin < end; bin++) {
      into[bin] = Math.round((left * 2 ** (end - bin - 1)) / (2 ** (end - bin) - 1));
      left -= into[bin];
    }
    return;
  }
  const spread = (from: number, to: number) => {
    for (let bin = from; bin < to; bin++) {
      into[bin] = Math.floor((Math.floor(k / 2) + to - 1 - bin) / (to - from));
      left -= into[bin];
    }
  };
  spread(start, closing);
  spread(closing + 1, end);
  into[closing] = left;
}
