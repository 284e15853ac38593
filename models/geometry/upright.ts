import { type Homography, invert, orient, project } from './homography.ts';

/** A camera is hung between these heights over the floor; what else comes out of a calibration is none. */
const LEAST_HUNG_M = 1.9;
const MOST_HUNG_M = 40;
/** The two conditions on the focal length may leave so much of it open. */
const MOST_SKEW = 0.25;

/** Heights over the floor, as a camera sees them. Pixels without the lens's bend; metres of the plan. */
export interface Upright {
  /** How high the camera hangs. */
  cameraM: number;
  /** How high over a place of the floor a pixel row is that lies above it in the picture. */
  heightAt(xM: number, yM: number, v: number): number;
  /** The place of the floor under a pixel that is `heightM` above it; NaN beyond the horizon. */
  under(u: number, v: number, heightM: number): [xM: number, yM: number];
  /** The column at row `toV` of what stands upright and is seen at pixel (u, v): bodies lean outwards in a picture. */
  along(u: number, v: number, toV: number): number;
}

/**
 * From the floor's map alone: a camera with square pixels whose axis goes through the picture's middle has one focal
 * length and one pose that fit it (Zhang 2000, section 2.3: the columns of the map are two directions at right angles and
 * of one length), and so the third direction is known too. Undefined where the map does not tell, as of a camera that
 * looks straight down or a plan that is not in proportion.
 *
 * `h` maps px → m; `native` is the picture's size in pixels.
 */
export function uprightOf(h: Homography, native: { width: number; height: number }): Upright | undefined {
  const [cx, cy] = [native.width / 2, native.height / 2];
  // m → px about the picture's middle.
  const about = [1, 0, -cx, 0, 1, -cy, 0, 0, 1];
  const [mx, my] = project(h, cx, cy * 1.2);
  if (!Number.isFinite(mx) || !Number.isFinite(my)) return undefined;
  const g = orient(product(about, invert(h)), mx, my);
  const [a, b] = [column(g, 0), column(g, 1)];
  const focal = focalOf(a, b);
  if (focal === undefined) return undefined;
  const direction = (c: readonly number[]) => [c[0] / focal, c[1] / focal, c[2]];
  const [r1, r2, t] = [direction(a), direction(b), direction(column(g, 2))];
  const [n1, n2] = [length(r1), length(r2)];
  if (Math.abs(n1 - n2) > MOST_SKEW * Math.max(n1, n2)) return undefined;
  const scale = Math.sqrt(n1 * n2);
  const third = cross(r1, r2).map((value) => value / scale);
  // The camera's place along the third direction, in metres: up is where it hangs.
  const hung = -dot(third, t) / dot(third, third);
  const up = third.map((value) => Math.sign(hung) * value);
  const cameraM = Math.abs(hung);
  if (!(cameraM >= LEAST_HUNG_M && cameraM <= MOST_HUNG_M)) return undefined;
  const rise = [focal * up[0], focal * up[1], up[2]];
  const planes = new Map<number, number[]>();
  return {
    cameraM,
    heightAt(xM, yM, v) {
      const py = g[3] * xM + g[4] * yM + g[5];
      const pw = g[6] * xM + g[7] * yM + g[8];
      return ((v - cy) * pw - py) / (rise[1] - (v - cy) * rise[2]);
    },
    under(u, v, heightM) {
      let plane = planes.get(heightM);
      if (!plane) {
        const lifted = g.map((value, i) => (i % 3 === 2 ? value + heightM * rise[(i - 2) / 3] : value));
        plane = orient(invert(lifted), project(lifted, mx, my)[0], project(lifted, mx, my)[1]);
        planes.set(heightM, plane);
      }
      return project(plane, u - cx, v - cy);
    },
    along(u, v, toV) {
      // Verticals meet at rise[0] ÷ rise[2], rise[1] ÷ rise[2] from the picture's middle.
      const perRow = ((u - cx) * rise[2] - rise[0]) / ((v - cy) * rise[2] - rise[1]);
      return u + (toV - v) * perRow;
    },
  };
}

/** The focal length in pixels at which the two columns are at right angles and of one length, by least squares. */
function focalOf(a: readonly number[], b: readonly number[]): number | undefined {
  const rows = [
    [2 * a[2] * b[2], 2 * (a[0] * b[0] + a[1] * b[1])],
    [a[2] * a[2] - b[2] * b[2], a[0] * a[0] + a[1] * a[1] - b[0] * b[0] - b[1] * b[1]],
  ];
  const weight = rows.reduce((sum, [p]) => sum + p * p, 0);
  const square = -rows.reduce((sum, [p, q]) => sum + p * q, 0) / weight;
  return square > 0 && Number.isFinite(square) ? Math.sqrt(square) : undefined;
}

const column = (g: readonly number[], i: number) => [g[i], g[3 + i], g[6 + i]];
const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
const cross = (a: readonly number[], b: readonly number[]) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const product = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: 9 }, (_, i) => {
    const [row, col] = [Math.floor(i / 3), i % 3];
    return a[3 * row] * b[col] + a[3 * row + 1] * b[3 + col] + a[3 * row + 2] * b[6 + col];
  });
