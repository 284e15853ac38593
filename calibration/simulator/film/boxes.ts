/** Boxes of one camera at one moment, as columns; `id` is 0 for boxes of nobody. */
export interface Boxes {
  count: number;
  left: Float64Array;
  top: Float64Array;
  width: Float64Array;
  height: Float64Array;
  score: Float64Array;
  id: Float64Array;
}

/** Boxes of a camera at a moment. */
export const MOST = 256;
export const newBoxes = (): Boxes => ({
  count: 0,
  left: new Float64Array(MOST),
  top: new Float64Array(MOST),
  width: new Float64Array(MOST),
  height: new Float64Array(MOST),
  score: new Float64Array(MOST),
  id: new Float64Array(MOST),
});

/** Common area of two boxes. */
export function overlap(b: Boxes, i: number, j: number): number {
  const w = Math.min(b.left[i] + b.width[i], b.left[j] + b.width[j]) - Math.max(b.left[i], b.left[j]);
  if (w <= 0) return 0;
  const h = Math.min(b.top[i] + b.height[i], b.top[j] + b.height[j]) - Math.max(b.top[i], b.top[j]);
  return h <= 0 ? 0 : w * h;
}
