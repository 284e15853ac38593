import type { PointM } from '../../../models/contract/site.ts';
import { square } from '../random/exact.ts';

/**
 * A camera: a pinhole in a corner under the ceiling, with a lens that bends (division model, Fitzgibbon 2001, the inverse
 * of `models/geometry/lens.ts`). Plan metres, z upwards.
 */
export interface View {
  id: string;
  at: readonly [number, number, number];
  /** Unit vectors of the picture: to its right, downwards, into it. */
  right: readonly [number, number, number];
  down: readonly [number, number, number];
  forward: readonly [number, number, number];
  /** Pixels. */
  focal: number;
  width: number;
  height: number;
  k1: number;
}

const CEILING_M = 3.4;
const WIDTH = 1280;
const HEIGHT = 720;
/** Half a picture's width over the focal length: 0.9 is a field of view of 84°, usual for a 2.8 mm lens on 1/2.8". */
const HALF_WIDTH = 0.9;
const K1 = -0.08;

/** A camera that looks from one point of the plan at another on the floor. */
export function viewFrom(id: string, from: PointM, to: PointM, heightM = CEILING_M): View {
  const forward = unit([to[0] - from[0], to[1] - from[1], -heightM]);
  // The plan's y points down, so the system with z upwards is left-handed: right = up × forward turned about.
  const right = unit([-forward[1], forward[0], 0]);
  const down = cross(forward, right);
  return {
    id,
    at: [from[0], from[1], heightM],
    right,
    down: down[2] < 0 ? down : [-down[0], -down[1], -down[2]],
    forward,
    focal: WIDTH / 2 / HALF_WIDTH,
    width: WIDTH,
    height: HEIGHT,
    k1: K1,
  };
}

type Vector = readonly [number, number, number];

function unit([x, y, z]: Vector): Vector {
  const length = Math.sqrt(x * x + y * y + z * z);
  return [x / length, y / length, z / length];
}

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Where a point of the store is in the picture, with the lens's bend; `depth` ≤ 0: behind the camera. */
export function projectTo(view: View, x: number, y: number, z: number, out: { u: number; v: number; depth: number }) {
  const dx = x - view.at[0];
  const dy = y - view.at[1];
  const dz = z - view.at[2];
  const depth = dx * view.forward[0] + dy * view.forward[1] + dz * view.forward[2];
  out.depth = depth;
  if (depth <= 0.05) {
    out.u = Number.NaN;
    out.v = Number.NaN;
    return;
  }
  const su = (view.focal * (dx * view.right[0] + dy * view.right[1] + dz * view.right[2])) / depth;
  const sv = (view.focal * (dx * view.down[0] + dy * view.down[1] + dz * view.down[2])) / depth;
  // straight = bent / (1 + k1 bent²), radii in halves of the diagonal: the smaller root of k1·s·b² − b + s = 0.
  const half = Math.sqrt(view.width * view.width + view.height * view.height) / 2;
  const s = Math.sqrt(su * su + sv * sv) / half;
  const root = 1 - 4 * view.k1 * s * s;
  const scale = view.k1 === 0 || s < 1e-9 ? 1 : 2 / (1 + Math.sqrt(Math.max(0, root)));
  out.u = view.width / 2 + su * scale;
  out.v = view.height / 2 + sv * scale;
}

/** Pairs of pixel and floor for the site file's calibration: a raster of the floor that the camera sees. */
export function floorPoints(view: View, plan: { widthM: number; heightM: number }): { px: PointM; m: PointM }[] {
  const found: { px: PointM; m: PointM }[] = [];
  const out = { u: 0, v: 0, depth: 0 };
  for (let far = 0.5; far <= 12; far += 0.75) {
    for (let side = -6; side <= 6; side += 1.5) {
      const f = Math.sqrt(square(view.forward[0]) + square(view.forward[1]));
      const x = view.at[0] + (view.forward[0] / f) * far + view.right[0] * side;
      const y = view.at[1] + (view.forward[1] / f) * far + view.right[1] * side;
      const [xM, yM] = [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];
      if (!(xM > 0 && yM > 0 && xM < plan.widthM && yM < plan.heightM)) continue;
      projectTo(view, xM, yM, 0, out);
      if (!(out.u > 20 && out.v > 20 && out.u < view.width - 20 && out.v < view.height - 20)) continue;
      found.push({ px: [Math.round(out.u * 10) / 10, Math.round(out.v * 10) / 10], m: [xM, yM] });
    }
  }
  return found;
}
