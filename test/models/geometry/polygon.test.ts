import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Point, polygonArea, polygonFault, polygonOwns } from '../../../models/geometry/polygon.ts';

const UNIT: Point[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

describe('polygonOwns', () => {
  it.each([
    ['the middle', 0.5, 0.5, true],
    ['outside right', 1.5, 0.5, false],
    ['outside above', 0.5, -0.5, false],
    ['the left edge', 0, 0.5, true],
    ['the right edge', 1, 0.5, false],
    ['the top edge', 0.5, 0, true],
    ['the bottom edge', 0.5, 1, false],
    ['the top left corner', 0, 0, true],
    ['the bottom right corner', 1, 1, false],
    ['nowhere', Number.NaN, 0.5, false],
  ])('a unit square and %s', (_, x, y, owns) => {
    expect(polygonOwns(UNIT, x, y)).toBe(owns);
    expect(polygonOwns([...UNIT].reverse(), x, y)).toBe(owns);
  });

  it('knows the inside of a polygon that is not convex', () => {
    const u: Point[] = [
      [0, 0],
      [3, 0],
      [3, 3],
      [2, 3],
      [2, 1],
      [1, 1],
      [1, 3],
      [0, 3],
    ];
    expect([0.5, 1.5, 2.5].map((x) => polygonOwns(u, x, 2))).toEqual([true, false, true]);
  });

  const coordinate = fc.integer({ min: -20, max: 20 }).map((n) => n / 4);
  const point = fc.tuple(coordinate, coordinate);

  it('gives a point on a common edge to exactly one of two zones: a rectangle cut by any line', () => {
    const cut = fc.record({
      top: fc.integer({ min: -8, max: 8 }),
      bottom: fc.integer({ min: -8, max: 8 }),
      t: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cut, fc.boolean(), fc.boolean(), ({ top, bottom, t }, turnLeft, turnRight) => {
        const left: Point[] = [
          [-10, -5],
          [top, -5],
          [bottom, 5],
          [-10, 5],
        ];
        const right: Point[] = [
          [top, -5],
          [10, -5],
          [10, 5],
          [bottom, 5],
        ];
        if (turnLeft) left.reverse();
        if (turnRight) right.reverse();
        const y = -5 + 10 * t;
        const x = top + (bottom - top) * t;
        const whole = y < 5;
        expect(Number(polygonOwns(left, x, y)) + Number(polygonOwns(right, x, y))).toBe(whole ? 1 : 0);
      }),
    );
  });

  it('never gives a point to two of the triangles that share a corner, nor to none of them inside the fan', () => {
    fc.assert(
      fc.property(point, point, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (centre, [x, y], turns) => {
        const corners: Point[] = [
          [-6, -6],
          [6, -6],
          [6, 6],
          [-6, 6],
        ];
        const fan = corners.map((corner, i) => {
          const triangle = [centre, corner, corners[(i + 1) % 4]];
          return turns[i] ? triangle.reverse() : triangle;
        });
        expect(fan.filter((triangle) => polygonOwns(triangle, x, y))).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('does not care where the list of corners begins', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), point, fc.nat(7), (corners, [x, y], by) => {
        const turned = [...corners.slice(by % corners.length), ...corners.slice(0, by % corners.length)];
        expect(polygonOwns(turned, x, y)).toBe(polygonOwns(corners, x, y));
      }),
    );
  });
});

describe('polygonFault', () => {
  it.each<[string, Point[], string | undefined]>([
    ['a square', UNIT, undefined],
    ['a square, the other way round', [...UNIT].reverse(), undefined],
    ['two corners', UNIT.slice(0, 2), 'at least 3'],
    [
      'a line',
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      'no area',
    ],
    [
      'a bow tie',
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 3],
      ],
      'cross',
    ],
  ])('%s', (_, polygon, fault) => {
    const found = polygonFault(polygon);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(fault);
  });

  it('computes areas', () => {
    expect(polygonArea(UNIT)).toBe(1);
    expect(
      polygonArea([
        [0, 0],
        [4, 0],
        [0, 3],
      ]),
    ).toBe(6);
  });
});
