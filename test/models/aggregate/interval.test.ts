import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInterval } from '../../../models/aggregate/interval.ts';

describe('countInterval', () => {
  it('holds the count, stays above 0 and widens with the variance', () => {
    const number = fc.double({ min: 0.001, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.nat(10_000), number, number, (count, a, b) => {
        const [narrow, wide] = [countInterval(count, Math.min(a, b)), countInterval(count, Math.max(a, b))];
        expect(narrow[0]).toBeGreaterThanOrEqual(0);
        expect(narrow[0]).toBeLessThanOrEqual(count);
        expect(narrow[1]).toBeGreaterThanOrEqual(count);
        expect(wide[1]).toBeGreaterThanOrEqual(narrow[1] - 1e-9);
        expect(wide[0]).toBeLessThanOrEqual(narrow[0] + 1e-9);
      }),
    );
  });

  it('is the normal interval where the count is large', () => {
    const [low, high] = countInterval(10_000, 100);
    expect(low).toBeCloseTo(10_000 - 19.6, 0);
    expect(high).toBeCloseTo(10_000 + 19.6, 0);
  });

  it('is never sure of a window’s edges', () => {
    const [low, high] = countInterval(7, 0);
    expect(low).toBeLessThan(7);
    expect(high).toBeGreaterThan(7);
  });

  it('covers the mean of small Poisson counts more than 91 % of the time, where counts are few and jump', () => {
    for (const mean of [1, 3, 8]) {
      let covered = 0;
      let p = Math.exp(-mean);
      for (let n = 0; n < 60; n++) {
        // The node's own variance of a count n of independent arrivals is n.
        const [low, high] = countInterval(n, Math.max(1, n));
        if (low <= mean && mean <= high) covered += p;
        p *= mean / (n + 1);
      }
      expect(covered, `mean ${mean}`).toBeGreaterThan(0.91);
    }
  });
});
