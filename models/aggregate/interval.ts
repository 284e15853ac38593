const Z95 = 1.959963984540054;
/** Variance that a count has whatever its size: somebody at the window's beginning or end may fall to its neighbour. */
const EDGE_VARIANCE = 0.27;

/**
 * 95 % interval of a count of one window, from the sum of the variances of what was counted. Not below 0. Intervals are
 * made when a figure is read: variances add, bounds do not.
 */
export function countInterval(count: number, variance: number): [number, number] {
  const half = Z95 * Math.sqrt(Math.max(0, variance) + EDGE_VARIANCE);
  return [Math.max(0, count - half), count + half];
}
