/** x, y; metres or pixels, as the caller has it. */
export type Point = readonly [number, number];

/**
 * Whether the polygon owns the point. Half-open: of two polygons with a common edge exactly one owns a point on it
 * (an edge owns its lower end in y, and a crossing counts strictly to the right of the point).
 */
export function polygonOwns(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i];
    const [xj, yj] = polygon[j];
    if (yi > y === yj > y) continue;
    // Take the edge from its upper to its lower end, so that both neighbours compute the very same number.
    const crossing = yi < yj ? xi + ((y - yi) * (xj - xi)) / (yj - yi) : xj + ((y - yj) * (xi - xj)) / (yi - yj);
    if (x < crossing) inside = !inside;
  }
  return inside;
}

/** Twice the signed area; positive when the corners go clockwise on a plan whose y points down. */
function doubleArea(polygon: readonly Point[]): number {
  let sum = 0;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    sum += polygon[j][0] * polygon[i][1] - polygon[i][0] * polygon[j][1];
  }
  return sum;
}

/** Area in square units of the coordinates. */
export const polygonArea = (polygon: readonly Point[]): number => Math.abs(doubleArea(polygon)) / 2;

/** What is wrong with a polygon that is to be a zone; `undefined` when nothing is. */
export function polygonFault(polygon: readonly Point[]): string | undefined {
  if (polygon.length < 3) return 'a polygon needs at least 3 corners';
  if (polygonArea(polygon) < 1e-6) return 'the polygon has no area';
  for (let i = 0; i < polygon.length; i++) {
    for (let j = i + 2; j < polygon.length; j++) {
      if (i === 0 && j === polygon.length - 1) continue;
      if (segmentsCross(polygon[i], polygon[(i + 1) % polygon.length], polygon[j], polygon[(j + 1) % polygon.length])) {
        return `edges ${i + 1} and ${j + 1} cross each other`;
      }
    }
  }
  return undefined;
}

const side = (a: Point, b: Point, p: Point): number => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

/** Whether the open segments a–b and c–d cross. */
export function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
