import type { Point } from './polygon.ts';

/**
 * Signed side of a point: s = dx·(py − y1) − dy·(px − x1) with (dx, dy) = to − from, divided by the length, so that it
 * is the distance in the coordinates' unit. s > 0 is right of the direction from → to on a plan whose y points down.
 */
export function signedDistance(from: Point, to: Point, x: number, y: number): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  return (dx * (y - from[1]) - dy * (x - from[0])) / Math.hypot(dx, dy);
}

/** Where the foot of the point lies along from → to: 0 at `from`, 1 at `to`. */
export function alongSegment(from: Point, to: Point, x: number, y: number): number {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  return ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
}
