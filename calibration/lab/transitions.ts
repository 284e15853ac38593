export interface Flow {
  from: string;
  to: string;
  count: number;
}

export interface TransitionError {
  /** Sum of |share − true share| over all pairs of zones, each matrix scaled to 1: 0 the same, 2 nothing in common. */
  shares: number | null;
  /** Sum of |count − true count| by the sum of the true counts. */
  counts: number | null;
}

/** L1 distance of two transition matrices; null where one of them is empty. */
export function transitionError(truth: readonly Flow[], measured: readonly Flow[]): TransitionError {
  const pairs = new Map<string, { truth: number; measured: number }>();
  const add = (flows: readonly Flow[], side: 'truth' | 'measured') => {
    let total = 0;
    for (const { from, to, count } of flows) {
      const key = JSON.stringify([from, to]);
      const pair = pairs.get(key) ?? { truth: 0, measured: 0 };
      pair[side] += count;
      pairs.set(key, pair);
      total += count;
    }
    return total;
  };
  const trueTotal = add(truth, 'truth');
  const total = add(measured, 'measured');
  let shares = 0;
  let counts = 0;
  for (const pair of pairs.values()) {
    shares += Math.abs(pair.measured / total - pair.truth / trueTotal);
    counts += Math.abs(pair.measured - pair.truth);
  }
  return {
    shares: trueTotal > 0 && total > 0 ? shares : null,
    counts: trueTotal > 0 ? counts / trueTotal : null,
  };
}
