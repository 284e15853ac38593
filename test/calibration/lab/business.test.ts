import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineErrors } from '../../../calibration/lab/counts.ts';
import { type HeatGrid, heatError } from '../../../calibration/lab/heat.ts';
import { placeError } from '../../../calibration/lab/place.ts';
import { transitionError } from '../../../calibration/lab/transitions.ts';
import { transportCost } from '../../../calibration/lab/transport.ts';
import { zoneErrors } from '../../../calibration/lab/zones.ts';

describe('lineErrors', () => {
  it('does not let directions or lines cancel out', () => {
    const errors = lineErrors(
      { a: { in: 100, out: 90 }, b: { in: 10, out: 0 } },
      { a: { in: 97, out: 93 }, b: { in: 10, out: 1 } },
    );
    expect(errors.lines.a.in).toEqual({ truth: 100, measured: 97, error: -3, relative: 0.03 });
    expect(errors.lines.b.out.relative).toBeNull();
    expect(errors.relative).toBeCloseTo(7 / 200, 12);
  });

  it('refuses a line that was not measured', () => {
    expect(() => lineErrors({ a: { in: 1, out: 1 } }, {})).toThrow('line "a" of the truth was not measured');
  });
});

describe('zoneErrors', () => {
  const truth = { a: { visits: 50, dwellS: { mean: 20 } }, b: { visits: 5, dwellS: { mean: 10 } } };

  it('averages dwell errors over the zones that have visits enough', () => {
    const errors = zoneErrors(truth, {
      a: { visits: 49, dwellS: { mean: 21 } },
      b: { visits: 5, dwellS: { mean: 30 } },
    });
    expect(errors.visits).toBeCloseTo(1 / 55, 12);
    expect(errors.dwellMape).toBeCloseTo(0.05, 12);
    expect(errors.zones.b.dwell).toBe(2);
  });

  it('takes the dwell of a zone where nobody was found as wholly wrong', () => {
    const none = { visits: 0, dwellS: { mean: Number.NaN } };
    expect(zoneErrors(truth, { a: none, b: none })).toMatchObject({ visits: 1, dwellMape: 1 });
  });
});

describe('transitionError', () => {
  it.each([
    { name: 'the same', found: [{ from: 'a', to: 'b', count: 4 }], shares: 0, counts: 1 },
    { name: 'nothing in common', found: [{ from: 'b', to: 'a', count: 2 }], shares: 2, counts: 2 },
    {
      name: 'split rows',
      found: [
        { from: 'a', to: 'b', count: 1 },
        { from: 'a', to: 'b', count: 1 },
      ],
      shares: 0,
      counts: 0,
    },
    { name: 'nothing found', found: [], shares: null, counts: 1 },
  ])('$name', ({ found, shares, counts }) => {
    expect(transitionError([{ from: 'a', to: 'b', count: 2 }], found)).toEqual({ shares, counts });
  });
});

describe('heatError', () => {
  const grid = (personS: number[], columns: number): HeatGrid => ({
    cellM: 0.5,
    columns,
    rows: personS.length / columns,
    personS,
  });

  it.each([
    { name: 'the same shape at another scale', a: [1, 2, 3, 4], b: [2, 4, 6, 8], expected: 0 },
    { name: 'all mass one cell aside', a: [5, 0, 0, 0], b: [0, 9, 0, 0], expected: 0.5 },
    { name: 'half the mass across the diagonal', a: [1, 0, 0, 0], b: [1, 0, 0, 1], expected: 0.25 * Math.SQRT2 },
    { name: 'an empty map', a: [1, 0, 0, 0], b: [0, 0, 0, 0], expected: null },
  ])('$name', ({ a, b, expected }) => {
    const error = heatError(grid(a, 2), grid(b, 2));
    if (expected === null) expect(error).toBeNull();
    else expect(error).toBeCloseTo(expected, 12);
  });

  it('on one row is the area between the two cumulative shares', () => {
    const masses = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(masses, masses, (a, b) => {
        const sumA = a.reduce((s, v) => s + v, 0);
        const sumB = b.reduce((s, v) => s + v, 0);
        fc.pre(sumA > 0 && sumB > 0);
        let gap = 0;
        let area = 0;
        a.forEach((v, i) => {
          gap += v / sumA - b[i] / sumB;
          area += Math.abs(gap);
        });
        expect(heatError(grid(a, 6), grid(b, 6))).toBeCloseTo(0.5 * area, 9);
      }),
    );
  });

  it('stays close when it merges cells of a large map', () => {
    const columns = 60;
    const blob = (x: number) =>
      Array.from({ length: columns * 40 }, (_, i) =>
        Math.exp(-(((i % columns) - x) ** 2 + (Math.floor(i / columns) - 20) ** 2) / 60),
      );
    const error = heatError(grid(blob(20), columns), grid(blob(30), columns));
    expect(Math.abs((error ?? 0) - 5)).toBeLessThan(0.5);
  });

  it('refuses maps of different grids', () => {
    expect(() => heatError(grid([1, 2, 3, 4], 2), grid([1, 2, 3, 4], 4))).toThrow('different grids');
  });
});

describe('transportCost', () => {
  it('reroutes what was sent first', () => {
    const cost = [
      [1, 2],
      [1, 9],
    ];
    expect(transportCost([1, 1], [1, 1], (i, j) => cost[i][j])).toBeCloseTo(3, 12);
  });
});

describe('placeError', () => {
  it('pairs within the gate and counts the rest', () => {
    const truth = [
      { at: 1, xM: 0, yM: 0 },
      { at: 1, xM: 5, yM: 0 },
      { at: 2, xM: 0, yM: 0 },
    ];
    const found = [
      { at: 1, xM: 0.3, yM: 0.4 },
      { at: 1, xM: 9, yM: 0 },
      { at: 2, xM: 0, yM: 0.1 },
    ];
    expect(placeError(truth, found)).toEqual({ matched: 2, missed: 1, extra: 1, meanM: 0.3, medianM: 0.1, p95M: 0.5 });
  });

  it('gives null, not 0, where nothing matches', () => {
    expect(placeError([], [])).toMatchObject({ matched: 0, meanM: null, p95M: null });
  });
});
