import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationFault, homographyOf } from '../../../models/geometry/calibration.ts';
import {
  determinant,
  fitHomography,
  invert,
  jacobian,
  type Pair,
  project,
  residualsM,
} from '../../../models/geometry/homography.ts';

const WIDTH = 768;
const HEIGHT = 576;

/** Cameras on a mast that look down at a slant: built the other way about, from where they stand. */
const camera = fc
  .record({
    heightM: fc.double({ min: 2.5, max: 8, noNaN: true }),
    pitch: fc.double({ min: 0.45, max: 1.4, noNaN: true }),
    yaw: fc.double({ min: -3, max: 3, noNaN: true }),
    focalPx: fc.double({ min: 400, max: 1000, noNaN: true }),
    xM: fc.double({ min: -20, max: 20, noNaN: true }),
    yM: fc.double({ min: -20, max: 20, noNaN: true }),
  })
  .map(({ heightM, pitch, yaw, focalPx, xM, yM }) => {
    const [sp, cp, sy, cy] = [Math.sin(pitch), Math.cos(pitch), Math.sin(yaw), Math.cos(yaw)];
    // A pixel's ray meets the floor at distance h·(f·cp − v·sp)/(f·sp + v·cp) ahead and h·u/(f·sp + v·cp) to the right.
    const [u0, v0] = [WIDTH / 2, HEIGHT / 2];
    const ahead = [0, -heightM * sp, heightM * (focalPx * cp + v0 * sp)];
    const aside = [heightM, 0, -heightM * u0];
    const w = [0, cp, focalPx * sp - v0 * cp];
    // On a plan with y down: ahead is −y, right is +x, then a turn by yaw and a shift.
    const x = aside.map((a, i) => a * cy + ahead[i] * sy + xM * w[i]);
    const y = aside.map((a, i) => a * sy - ahead[i] * cy + yM * w[i]);
    return [...x, ...y, ...w];
  });

/** Pixels of the picture's lower two thirds that lie below the horizon. */
const seen = (h: readonly number[], leastW = 100, steps = 5): Pair[] => {
  const pairs: Pair[] = [];
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      const px: [number, number] = [(WIDTH * i) / steps, HEIGHT / 3 + (HEIGHT * 2 * j) / 3 / steps];
      const m = project(h, ...px);
      if (Number.isFinite(m[0]) && h[6] * px[0] + h[7] * px[1] + h[8] > leastW) pairs.push({ px, m });
    }
  }
  return pairs;
};

describe('fitHomography', () => {
  it('finds any camera again from exact points', () => {
    fc.assert(
      fc.property(camera, (truth) => {
        const pairs = seen(truth);
        fc.pre(pairs.length >= 12);
        const h = fitHomography(pairs);
        expect(h).toBeDefined();
        expect(Math.max(...residualsM(h!, pairs))).toBeLessThan(1e-6);
      }),
      { numRuns: 200 },
    );
  });

  it('goes to the floor and back', () => {
    fc.assert(
      fc.property(camera, (truth) => {
        const pairs = seen(truth);
        fc.pre(pairs.length >= 12);
        const h = fitHomography(pairs)!;
        const back = invert(h);
        for (const { px } of pairs) {
          const [x, y] = project(h, ...px);
          const w = back[6] * x + back[7] * y + back[8];
          const u = (back[0] * x + back[1] * y + back[2]) / w;
          const v = (back[3] * x + back[4] * y + back[5]) / w;
          expect(Math.hypot(u - px[0], v - px[1])).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('does not care about the order of the points', () => {
    fc.assert(
      fc.property(camera, fc.integer(), (truth, seed) => {
        const pairs = seen(truth).map(({ px, m }, i): Pair => ({ px, m: [m[0] + 0.02 * Math.sin(seed + i), m[1]] }));
        fc.pre(pairs.length >= 12);
        const [a, b] = [fitHomography(pairs)!, fitHomography([...pairs].reverse())!];
        for (const { px } of pairs) {
          const [p, q] = [project(a, ...px), project(b, ...px)];
          expect(Math.hypot(p[0] - q[0], p[1] - q[1])).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('fits the error in metres, not an algebraic one: nudging any entry makes the sum of squares larger', () => {
    const truth = [0.02, 0.001, -3, 0.0005, 0.03, -2, 0.00001, 0.0008, 1];
    const pairs = seen(truth, 0.1).map(
      ({ px, m }, i): Pair => ({ px, m: [m[0] + 0.1 * Math.sin(7 * i), m[1] + 0.1 * Math.cos(11 * i)] }),
    );
    const h = fitHomography(pairs)!;
    const cost = (map: readonly number[]) => residualsM(map, pairs).reduce((s, r) => s + r * r, 0);
    const best = cost(h);
    for (let i = 0; i < 8; i++) {
      for (const sign of [-1, 1])
        expect(cost(h.map((v, k) => (k === i ? v * (1 + sign * 1e-4) : v)))).toBeGreaterThan(best);
    }
  });

  const square = [
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
  ] as const;
  it.each([
    ['three pairs', square.slice(0, 3).map((p): Pair => ({ px: p, m: p }))],
    ['no pair', []],
    ['one point four times', square.map((): Pair => ({ px: [5, 5], m: [1, 1] }))],
    ['pixels on one line', [0, 1, 2, 3].map((i): Pair => ({ px: [i, 2 * i], m: square[i] }))],
    ['floor points on one line', [0, 1, 2, 3].map((i): Pair => ({ px: square[i], m: [i, 2 * i] }))],
    ['a pixel twice', [0, 1, 2, 2].map((i): Pair => ({ px: square[i], m: square[i] }))],
  ])('answers undefined for %s', (_, pairs) => {
    expect(fitHomography(pairs)).toBeUndefined();
  });

  it('answers NaN beyond the horizon', () => {
    const h = [1, 0, 0, 0, 1, 0, 0, 0.01, -1];
    expect(project(h, 10, 200)).toEqual([10, 200]);
    expect(project(h, 10, 50)).toEqual([Number.NaN, Number.NaN]);
    expect(project(h, 10, 100)).toEqual([Number.NaN, Number.NaN]);
  });

  it('refuses to invert a singular map', () => {
    expect(() => invert([1, 2, 3, 2, 4, 6, 0, 0, 1])).toThrow(RangeError);
  });

  it('knows determinant and Jacobian of a plain scaling', () => {
    const h = [2, 0, 5, 0, 3, 7, 0, 0, 1];
    expect(determinant(h)).toBe(6);
    expect(jacobian(h, 123, 456)).toBe(6);
  });
});

describe('a calibration', () => {
  const points = (flip: number) => ({
    points: [
      [0, 0],
      [640, 0],
      [640, 480],
      [0, 480],
    ].map(([u, v]): Pair => ({ px: [u, v], m: [u / 64, (flip * v) / 48] })),
  });

  it.each([
    ['a plan with y down', points(1), undefined],
    ['a plan with y up', points(-1), 'mirror image'],
    ['a homography with y down', { homography: [0.02, 0, 0, 0, 0.02, 0, 0, 0, 1] }, undefined],
    ['the same, scaled by −3', { homography: [-0.06, 0, 0, 0, -0.06, 0, 0, 0, -3] }, undefined],
    ['a homography with y up', { homography: [0.02, 0, 0, 0, -0.02, 9, 0, 0, 1] }, 'mirror image'],
    ['a singular homography', { homography: [1, 2, 3, 2, 4, 6, 0, 0, 1] }, 'mirror image'],
    ['pairs on one line', { points: [0, 1, 2, 3].map((i): Pair => ({ px: [i, i], m: [i, i] })) }, 'do not determine'],
  ])('%s', (_, calibration, fault) => {
    const found = calibrationFault(calibration);
    if (fault === undefined) expect(found).toBeUndefined();
    else {
      expect(found?.message).toContain(fault);
      expect(found?.fix).toBeTruthy();
    }
  });

  it('is refused exactly when its orientation is turned around, for any camera', () => {
    fc.assert(
      fc.property(camera, fc.boolean(), (truth, mirror) => {
        const pairs = seen(truth).map(({ px, m: [x, y] }): Pair => ({ px, m: [x, mirror ? -y : y] }));
        fc.pre(pairs.length >= 12);
        expect(calibrationFault({ points: pairs }) !== undefined).toBe(mirror);
      }),
      { numRuns: 100 },
    );
  });

  it('maps the same whatever the scale of the nine numbers', () => {
    const base = [0.02, 0.001, -3, 0.0005, 0.03, -2, 0.00001, 0.0008, 1];
    const [a, b] = [1, -250].map((s) => homographyOf({ homography: base.map((v) => v * s) })!);
    const [p, q] = [project(a, 300, 400), project(b, 300, 400)];
    expect(p[0]).toBeCloseTo(q[0], 9);
    expect(p[1]).toBeCloseTo(q[1], 9);
  });
});
