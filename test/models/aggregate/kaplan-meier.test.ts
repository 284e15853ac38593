import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeierQuantile } from '../../../models/aggregate/kaplan-meier.ts';
import { emptyHistogram, HISTOGRAM_BINS, HISTOGRAM_EDGES_S, histogramBin } from '../../../models/contract/histogram.ts';

type Counts = Record<number, number>;
const bins = (counts: Counts) => emptyHistogram().map((_, i) => counts[i] ?? 0);
const histogram = fc.array(fc.nat(50), { minLength: HISTOGRAM_BINS, maxLength: HISTOGRAM_BINS });

/**
 * The quantile of those whose end was seen alone, linear inside a bin; the open last bin answers its lower edge.
 * `undefined` when the histogram is empty.
 */
function histogramQuantile(bins: readonly number[], q: number): number | undefined {
  const total = bins.reduce((sum, n) => sum + n, 0);
  if (total <= 0) return undefined;
  let below = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    const target = q * total - below;
    if (target <= bins[bin] && bins[bin] > 0) {
      const lower = bin === 0 ? 0 : HISTOGRAM_EDGES_S[bin - 1];
      const upper = HISTOGRAM_EDGES_S[bin] ?? lower;
      return lower + (Math.max(0, target) / bins[bin]) * (upper - lower);
    }
    below += bins[bin];
  }
  return HISTOGRAM_EDGES_S[HISTOGRAM_EDGES_S.length - 1];
}

describe('kaplanMeierQuantile', () => {
  it('is the plain quantile when nothing is cut', () => {
    fc.assert(
      fc.property(histogram, fc.constantFrom(0.1, 0.5, 0.9), (ended, q) => {
        const plain = histogramQuantile(ended, q);
        const own = kaplanMeierQuantile(ended, emptyHistogram(), q);
        if (plain === undefined) expect(own).toBeUndefined();
        else expect(own).toBeCloseTo(plain, 6);
      }),
    );
  });

  it('never falls when visits are cut instead of ended where they were seen last', () => {
    fc.assert(
      fc.property(histogram, histogram, (ended, cut) => {
        const all = ended.map((n, i) => n + cut[i]);
        const naive = kaplanMeierQuantile(all, emptyHistogram(), 0.5);
        const own = kaplanMeierQuantile(ended, cut, 0.5);
        if (naive !== undefined && own !== undefined) expect(own).toBeGreaterThanOrEqual(naive - 1e-9);
      }),
    );
  });

  it.each([
    { name: 'nobody', ended: {}, censored: {}, expected: undefined },
    { name: 'only cut visits', ended: {}, censored: { 4: 9 }, expected: undefined },
    // 10 at risk in [10, 20): half of the 4 cut ones leave, 8 are at risk, 4 end: S = 1/2 at its upper edge.
    { name: 'the actuarial form by hand', ended: { 4: 4, 6: 2 }, censored: { 4: 4 }, expected: 20 },
    { name: 'cut so early that the median was never seen', ended: { 2: 1 }, censored: { 3: 20 }, expected: undefined },
    { name: 'the open last bin', ended: { 11: 3 }, censored: {}, expected: 1800 },
    { name: 'bins below 0 left by corrections', ended: { 1: -2, 4: 2 }, censored: {}, expected: 15 },
  ])('$name', ({ ended, censored, expected }) => {
    const value = kaplanMeierQuantile(bins(ended as Counts), bins(censored as Counts), 0.5);
    if (expected === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(expected, 6);
  });

  it('finds the median of visits of which outages cut a third', () => {
    // Exponential dwell with a mean of 60 s, cut by independent exponential outages with a mean of 120 s.
    let state = 1;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const [ended, cut, naive] = [emptyHistogram(), emptyHistogram(), emptyHistogram()];
    for (let i = 0; i < 50_000; i++) {
      const dwell = -60 * Math.log(random());
      const outage = -120 * Math.log(random());
      (dwell <= outage ? ended : cut)[histogramBin(Math.min(dwell, outage))]++;
      if (dwell <= outage) naive[histogramBin(dwell)]++;
    }
    const truth = 60 * Math.LN2;
    expect(Math.abs(kaplanMeierQuantile(ended, cut, 0.5)! / truth - 1)).toBeLessThan(0.06);
    expect(histogramQuantile(naive, 0.5)!).toBeLessThan(0.8 * truth);
  });
});
