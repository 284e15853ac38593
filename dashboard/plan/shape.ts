import { polygonOwns } from '../../models/geometry/polygon.ts';

type Point = readonly [number, number];
type Polygon = readonly Point[];

const known = new WeakMap<Polygon, [number, number]>();

/** Where a zone's label stands: the inner point that is about the farthest from every edge (on a 24 × 24 raster). */
export function labelPoint(polygon: Polygon): [number, number] {
  let point = known.get(polygon);
  if (!point) {
    point = innermost(polygon);
    known.set(polygon, point);
  }
  return point;
}

function innermost(polygon: Polygon): [number, number] {
  const xs = polygon.map((it) => it[0]);
  const ys = polygon.map((it) => it[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const middle: [number, number] = [left + width / 2, top + height / 2];
  let best = middle;
  let bestDistance = -1;
  const STEPS = 24;
  for (let i = 1; i < STEPS; i++) {
    for (let j = 1; j < STEPS; j++) {
      const at: [number, number] = [left + (width * i) / STEPS, top + (height * j) / STEPS];
      if (!polygonOwns(polygon, at[0], at[1])) continue;
      // Among points that are equally far in, the one nearest to the middle looks right.
      const distance = edgeDistance(polygon, at) - 0.05 * Math.hypot(at[0] - middle[0], at[1] - middle[1]);
      if (distance > bestDistance) {
        bestDistance = distance;
        best = at;
      }
    }
  }
  return best;
}

function edgeDistance(polygon: Polygon, at: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    least = Math.min(least, segmentDistance(polygon[j], polygon[i], at));
  }
  return least;
}

function segmentDistance(a: Point, b: Point, p: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2));
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/**
 * The unit vector across a line that points the way which counts as in. The contract's side: s = dx·(py − y1) −
 * dy·(px − x1) is above 0 on the right, so (−dy, dx) points right.
 */
export function inwards(line: { from: Point; to: Point; in: 'right' | 'left' }): [number, number] {
  const [dx, dy] = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const sign = line.in === 'right' ? 1 : -1;
  return [(-dy / length) * sign, (dx / length) * sign];
}
