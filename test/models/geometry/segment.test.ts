import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, gridOf } from '../../../models/geometry/grid.ts';
import { undistort } from '../../../models/geometry/lens.ts';
import { type Point, segmentsCross } from '../../../models/geometry/polygon.ts';
import { alongSegment, signedDistance } from '../../../models/geometry/segment.ts';

describe("a line's sides, as the design lays them down (y grows downwards, s > 0 is right)", () => {
  it.each<[string, Point, Point, number, number, number]>([
    ['going right, below is right', [0, 3], [4, 3], 2, 5, 2],
    ['going right, above is left', [0, 3], [4, 3], 2, 1, -2],
    ['going left, above is right', [4, 3], [0, 3], 2, 1, 2],
    ['going down, the plan’s left is right', [1, 0], [1, 9], 0, 4, 1],
    ['going up, the plan’s right is right', [1, 9], [1, 0], 3, 4, 2],
    ['on the line', [0, 3], [4, 3], 9, 3, 0],
  ])('%s', (_, from, to, x, y, distance) => {
    expect(signedDistance(from, to, x, y)).toBeCloseTo(distance, 12);
  });

  const number = fc.double({ min: -50, max: 50, noNaN: true });
  const point = fc.tuple(number, number);

  it('changes its sign with the direction and with nothing else', () => {
    fc.assert(
      fc.property(point, point, point, (from, to, [x, y]) => {
        fc.pre(Math.hypot(to[0] - from[0], to[1] - from[1]) > 0.05);
        const s = signedDistance(from, to, x, y);
        expect(signedDistance(to, from, x, y)).toBeCloseTo(-s, 6);
        const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        expect(Math.sign(dx * (y - from[1]) - dy * (x - from[0]))).toBe(Math.sign(s));
      }),
    );
  });

  it('measures along from 0 at `from` to 1 at `to`', () => {
    fc.assert(
      fc.property(point, point, fc.double({ min: -1, max: 2, noNaN: true }), (from, to, t) => {
        fc.pre(Math.hypot(to[0] - from[0], to[1] - from[1]) > 0.05);
        const along = alongSegment(from, to, from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]));
        expect(along).toBeCloseTo(t, 6);
      }),
    );
  });

  it('knows which segments cross', () => {
    expect(segmentsCross([0, 0], [2, 2], [0, 2], [2, 0])).toBe(true);
    expect(segmentsCross([0, 0], [1, 1], [0, 2], [2, 2])).toBe(false);
    expect(segmentsCross([0, 0], [1, 1], [1, 1], [2, 0])).toBe(false);
  });
});

describe('a floor grid', () => {
  it.each([
    [{ widthM: 24, heightM: 16, cellM: 0.5 }, 48, 32],
    [{ widthM: 29, heightM: 25, cellM: 0.5 }, 58, 50],
    [{ widthM: 0.3, heightM: 0.9, cellM: 0.1 }, 3, 9],
    [{ widthM: 10.2, heightM: 9.9, cellM: 1 }, 11, 10],
    [{ widthM: 0.05, heightM: 0.05, cellM: 1 }, 1, 1],
  ])('%o has %i columns and %i rows', (floor, columns, rows) => {
    expect(gridOf(floor)).toEqual({ cellM: floor.cellM, columns, rows });
  });

  it.each([
    ['the first cell', 0, 0, 0],
    ['the end of row 0', 7.99, 0.5, 7],
    ['the start of row 1', 0, 1, 8],
    ['the last cell', 7.5, 5.5, 47],
    ['left of it', -0.01, 1, -1],
    ['above it', 1, -0.01, -1],
    ['right of it', 8, 1, -1],
    ['below it', 1, 6, -1],
    ['nowhere', Number.NaN, Number.NaN, -1],
  ])('%s', (_, x, y, cell) => {
    expect(cellAt({ cellM: 1, columns: 8, rows: 6 }, x, y)).toBe(cell);
  });

  it('puts each position of the floor into one cell, whose square holds it', () => {
    const floor = fc.record({
      widthM: fc.double({ min: 0.5, max: 60, noNaN: true }),
      heightM: fc.double({ min: 0.5, max: 60, noNaN: true }),
      cellM: fc.constantFrom(0.25, 0.5, 1, 2),
    });
    const share = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(floor, share, share, (f, sx, sy) => {
        const grid = gridOf(f);
        const [x, y] = [sx * f.widthM, sy * f.heightM];
        const cell = cellAt(grid, x, y);
        expect(cell).toBeGreaterThanOrEqual(0);
        const [column, row] = [cell % grid.columns, Math.floor(cell / grid.columns)];
        expect(x).toBeGreaterThanOrEqual(column * f.cellM);
        expect(x).toBeLessThan((column + 1) * f.cellM);
        expect(y).toBeGreaterThanOrEqual(row * f.cellM);
        expect(y).toBeLessThan((row + 1) * f.cellM);
      }),
    );
  });
});

describe('the lens', () => {
  const native = { width: 800, height: 600 };

  it('leaves everything as it is without a bend', () => {
    expect(undistort(0, native)(12, 34)).toEqual([12, 34]);
  });

  it('keeps the middle, and pushes the corner out for a barrel', () => {
    const straight = undistort(-0.2, native);
    expect(straight(400, 300)).toEqual([400, 300]);
    // At the corner r is 1: 1 / (1 − 0.2) = 1.25.
    const [u, v] = straight(0, 0);
    expect(u).toBeCloseTo(400 - 400 * 1.25, 9);
    expect(v).toBeCloseTo(300 - 300 * 1.25, 9);
  });

  it('keeps directions from the middle, and the order of distances', () => {
    const k1 = fc.double({ min: -0.4, max: 0.4, noNaN: true });
    const angle = fc.double({ min: 0, max: 6.28, noNaN: true });
    const radius = fc.double({ min: 1, max: 490, noNaN: true });
    fc.assert(
      fc.property(k1, angle, radius, radius, (k, a, r1, r2) => {
        const straight = undistort(k, native);
        const at = (r: number) => {
          const [u, v] = straight(400 + r * Math.cos(a), 300 + r * Math.sin(a));
          return [u - 400, v - 300];
        };
        const [[x1, y1], [x2, y2]] = [at(r1), at(r2)];
        expect(x1 * Math.sin(a) - y1 * Math.cos(a)).toBeCloseTo(0, 6);
        if (r1 < r2 - 1e-6) expect(Math.hypot(x1, y1)).toBeLessThan(Math.hypot(x2, y2));
      }),
    );
  });
});
