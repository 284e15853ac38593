const Z95 = 1.959963984540054;

/**
 * 95 % interval of a count with a variance. The score interval: all means μ whose distance from the count is at most
 * z·√(φμ), φ = variance ÷ count (Wilson 1927, for a variance in proportion to the mean). Near a large count it is the
 * normal interval; near 0 it stays above 0 and is wider upwards. A count of 0 or below, as only corrections make it, has
 * the normal interval, cut at 0. Without variance the count is exact.
 */
export function interval95(count: number, variance: number): [number, number] {
  if (variance <= 0) return [count, count];
  if (count <= 0) return [Math.min(0, count), count + Z95 * Math.sqrt(variance)];
  const spread = (Z95 * Z95 * variance) / count;
  const half = Math.sqrt(spread * count + (spread * spread) / 4);
  return [Math.max(0, count + spread / 2 - half), count + spread / 2 + half];
}
