import { describe, expect, it } from 'vitest';
import { cos, exp, log, power } from '../../../calibration/simulator/random/exact.ts';
import { Stream } from '../../../calibration/simulator/random/stream.ts';

describe('exact functions', () => {
  it.each([-300, -1.5, -1e-9, 0, 1e-9, 0.7, 1, 12.25, 300])('agree with the engine at %f', (x) => {
    expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 13);
    expect(log(Math.exp(x))).toBeCloseTo(x, 10);
    expect(cos(x)).toBeCloseTo(Math.cos(x), 12);
    expect(power(2, x / 10)).toBeCloseTo(2 ** (x / 10), 3);
  });
});

describe('named streams', () => {
  it('are the same whatever else was drawn', () => {
    const root = new Stream(5);
    const before = root.sub('shopper', 3).uniform();
    for (let i = 0; i < 100; i++) root.uniform();
    expect(root.sub('shopper', 3).uniform()).toBe(before);
    expect(new Stream(5).sub('shopper').sub(3).uniform()).not.toBeNaN();
  });

  it('are the same on every machine', () => {
    const r = new Stream(1).sub('store', 0, 'day', 7);
    expect([r.at(0), r.at(1, 2), r.uniform(), r.normal(), r.gamma(0.9)]).toMatchInlineSnapshot(`
      [
        0.6891941593494266,
        0.09066409897059202,
        0.8432645110879093,
        0.6245626623767415,
        0.21771527225273005,
      ]
    `);
  });

  it('differ by name, and look uniform and uncorrelated over names', () => {
    const n = 20_000;
    let [sum, product] = [0, 0];
    const seen = new Set<number>();
    for (let i = 0; i < n; i++) {
      const u = new Stream(9).sub('shopper', i).uniform();
      const v = new Stream(9).sub('shopper', i + 1).uniform();
      sum += u;
      product += (u - 0.5) * (v - 0.5);
      seen.add(u);
    }
    expect(sum / n).toBeCloseTo(0.5, 1.8);
    // Standard error of the correlation: 1 / √n = 0.007.
    expect(Math.abs((12 * product) / n)).toBeLessThan(0.028);
    expect(seen.size).toBeGreaterThan(n - 3);
  });

  it('have the moments of their distributions', () => {
    const r = new Stream(2);
    const mean = (draw: () => number) => Array.from({ length: 40_000 }, draw).reduce((a, b) => a + b, 0) / 40_000;
    expect(mean(() => r.normal())).toBeCloseTo(0, 1);
    expect(mean(() => r.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => r.exponential())).toBeCloseTo(1, 1);
    expect(mean(() => r.gamma(0.5))).toBeCloseTo(1, 1);
    expect(mean(() => r.gamma(7))).toBeCloseTo(1, 1);
    expect(mean(() => r.poisson(3.2))).toBeCloseTo(3.2, 1);
    expect(mean(() => r.poisson(90)) / 90).toBeCloseTo(1, 2);
  });
});
