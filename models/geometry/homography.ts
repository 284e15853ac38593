import type { Point } from './polygon.ts';

/** A projective map as 9 numbers, row-major. */
export type Homography = readonly number[];

export interface Pair {
  px: Point;
  m: Point;
}

/** Maps a point; answers NaN beyond the horizon (where the map's denominator changes its sign against `h[8]` > 0). */
export function project(h: Homography, x: number, y: number): [number, number] {
  const w = h[6] * x + h[7] * y + h[8];
  if (!(w > 0)) return [Number.NaN, Number.NaN];
  return [(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w];
}

/** Determinant of the map's Jacobian at (x, y): its sign tells whether the orientation is kept. */
export function jacobian(h: Homography, x: number, y: number): number {
  const w = h[6] * x + h[7] * y + h[8];
  return determinant(h) / (w * w * w);
}

export const determinant = (h: Homography): number =>
  h[0] * (h[4] * h[8] - h[5] * h[7]) - h[1] * (h[3] * h[8] - h[5] * h[6]) + h[2] * (h[3] * h[7] - h[4] * h[6]);

/** The inverse map. Throws RangeError for a singular one. */
export function invert(h: Homography): number[] {
  const d = determinant(h);
  if (Math.abs(d) < 1e-18) throw new RangeError('the homography is singular');
  const c = [
    h[4] * h[8] - h[5] * h[7],
    h[2] * h[7] - h[1] * h[8],
    h[1] * h[5] - h[2] * h[4],
    h[5] * h[6] - h[3] * h[8],
    h[0] * h[8] - h[2] * h[6],
    h[2] * h[3] - h[0] * h[5],
    h[3] * h[7] - h[4] * h[6],
    h[1] * h[6] - h[0] * h[7],
    h[0] * h[4] - h[1] * h[3],
  ];
  return c.map((v) => v / d);
}

/** Scales the map so that its denominator is positive at (x, y), where the camera looks. */
export function orient(h: Homography, x: number, y: number): number[] {
  const w = h[6] * x + h[7] * y + h[8];
  return h.map((v) => (w < 0 ? -v : v));
}

/**
 * The map px → m that fits the pairs: normalised direct linear transform (Hartley and Zisserman, Multiple View
 * Geometry, algorithm 4.2), then Gauss–Newton on the error in metres, which is what a floor plan shows.
 * `undefined` for fewer than 4 pairs or pairs that do not determine a map (three on a line, repeated points).
 */
export function fitHomography(pairs: readonly Pair[]): number[] | undefined {
  if (pairs.length < 4) return undefined;
  const px = normaliser(pairs.map((p) => p.px));
  const m = normaliser(pairs.map((p) => p.m));
  if (!px || !m) return undefined;
  const normal = symmetric(8);
  const right = new Float64Array(8);
  for (const pair of pairs) {
    const [x, y] = px.apply(pair.px);
    const [u, v] = m.apply(pair.m);
    accumulate(normal, right, [x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    accumulate(normal, right, [0, 0, 0, x, y, 1, -v * x, -v * y], v);
  }
  const first = solve(normal, right);
  if (!first) return undefined;
  const h = [...first, 1];
  refine(
    h,
    pairs.map((p) => px.apply(p.px)),
    pairs.map((p) => m.apply(p.m)),
  );
  const whole = multiply(m.inverse, multiply(h, px.matrix));
  const [cx, cy] = centroid(pairs.map((p) => p.px));
  const oriented = orient(whole, cx, cy);
  const scale = Math.abs(oriented[8]) > 1e-12 ? Math.abs(oriented[8]) : 1;
  const map = oriented.map((value) => value / scale);
  return map.every(Number.isFinite) && Math.abs(determinant(map)) > 1e-15 ? map : undefined;
}

/** Distance in metres between each pair's point on the floor and its projection. */
export const residualsM = (h: Homography, pairs: readonly Pair[]): number[] =>
  pairs.map((pair) => {
    const [x, y] = project(h, pair.px[0], pair.px[1]);
    return Math.hypot(x - pair.m[0], y - pair.m[1]);
  });

function refine(h: number[], from: readonly Point[], to: readonly Point[]): void {
  for (let round = 0; round < 20; round++) {
    const normal = symmetric(8);
    const right = new Float64Array(8);
    for (let i = 0; i < from.length; i++) {
      const [x, y] = from[i];
      const w = h[6] * x + h[7] * y + h[8];
      const u = (h[0] * x + h[1] * y + h[2]) / w;
      const v = (h[3] * x + h[4] * y + h[5]) / w;
      accumulate(normal, right, [x / w, y / w, 1 / w, 0, 0, 0, (-u * x) / w, (-u * y) / w], to[i][0] - u);
      accumulate(normal, right, [0, 0, 0, x / w, y / w, 1 / w, (-v * x) / w, (-v * y) / w], to[i][1] - v);
    }
    const step = solve(normal, right);
    if (!step?.every(Number.isFinite)) return;
    let size = 0;
    for (let i = 0; i < 8; i++) {
      h[i] += step[i];
      size = Math.max(size, Math.abs(step[i]));
    }
    if (size < 1e-12) return;
  }
}

const symmetric = (n: number): Float64Array[] => Array.from({ length: n }, () => new Float64Array(n));

function accumulate(normal: Float64Array[], right: Float64Array, row: readonly number[], value: number): void {
  for (let i = 0; i < row.length; i++) {
    for (let j = 0; j < row.length; j++) normal[i][j] += row[i] * row[j];
    right[i] += row[i] * value;
  }
}

/** Gaussian elimination with partial pivoting; `undefined` when the system does not determine its unknowns. */
function solve(matrix: readonly Float64Array[], right: Float64Array): number[] | undefined {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    if (Math.abs(a[pivot][k]) < 1e-10) return undefined;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    for (let i = k + 1; i < n; i++) {
      const f = a[i][k] / a[k][k];
      for (let j = k; j <= n; j++) a[i][j] -= f * a[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = a[i][n];
    for (let j = i + 1; j < n; j++) sum -= a[i][j] * x[j];
    x[i] = sum / a[i][i];
  }
  return x;
}

const centroid = (points: readonly Point[]): [number, number] => [
  points.reduce((s, p) => s + p[0], 0) / points.length,
  points.reduce((s, p) => s + p[1], 0) / points.length,
];

/** Moves the points' centre to the origin and their mean distance from it to √2. */
function normaliser(points: readonly Point[]) {
  const [cx, cy] = centroid(points);
  const mean = points.reduce((s, p) => s + Math.hypot(p[0] - cx, p[1] - cy), 0) / points.length;
  if (!(mean > 0)) return undefined;
  const s = Math.SQRT2 / mean;
  return {
    matrix: [s, 0, -s * cx, 0, s, -s * cy, 0, 0, 1],
    inverse: [1 / s, 0, cx, 0, 1 / s, cy, 0, 0, 1],
    apply: (p: Point): [number, number] => [s * (p[0] - cx), s * (p[1] - cy)],
  };
}

function multiply(a: readonly number[], b: readonly number[]): number[] {
  const out = new Array<number>(9).fill(0);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++) out[3 * i + j] += a[3 * i + k] * b[3 * k + j];
    }
  }
  return out;
}
