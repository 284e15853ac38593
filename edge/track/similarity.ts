/**
 * How alike box `i` of `a` and box `j` of `b` are: 1 the same place and size, 0 or less nothing in common. Boxes are
 * left, top, right, bottom in pixels.
 */
export type Similarity = (a: Float32Array, i: number, b: Float32Array, j: number) => number;

/** Intersection over union. */
export function iou(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const p = i * 4;
  const q = j * 4;
  const width = Math.min(a[p + 2], b[q + 2]) - Math.max(a[p], b[q]);
  if (width <= 0) return 0;
  const height = Math.min(a[p + 3], b[q + 3]) - Math.max(a[p + 1], b[q + 1]);
  if (height <= 0) return 0;
  const both = width * height;
  return both / ((a[p + 2] - a[p]) * (a[p + 3] - a[p + 1]) + (b[q + 2] - b[q]) * (b[q + 3] - b[q + 1]) - both);
}

/**
 * IoU times the overlap of the two height ranges (Yang et al., Hybrid-SORT, AAAI 2024, eq. 4): people at different
 * depth have different heights and feet, even when one covers the other.
 */
export function heightIou(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const overlap = iou(a, i, b, j);
  if (overlap === 0) return 0;
  const p = i * 4;
  const q = j * 4;
  const both = Math.min(a[p + 3], b[q + 3]) - Math.max(a[p + 1], b[q + 1]);
  const either = Math.max(a[p + 3], b[q + 3]) - Math.min(a[p + 1], b[q + 1]);
  return (overlap * both) / either;
}

/** IoU of boxes grown on each side by 30 % of their size (Yang et al., C-BIoU, WACV 2023): reaches over fast motion. */
export function bufferedIou(a: Float32Array, i: number, b: Float32Array, j: number): number {
  const p = i * 4;
  const q = j * 4;
  const grow = 0.3;
  const wa = a[p + 2] - a[p];
  const ha = a[p + 3] - a[p + 1];
  const wb = b[q + 2] - b[q];
  const hb = b[q + 3] - b[q + 1];
  const width = Math.min(a[p + 2] + grow * wa, b[q + 2] + grow * wb) - Math.max(a[p] - grow * wa, b[q] - grow * wb);
  if (width <= 0) return 0;
  const height =
    Math.min(a[p + 3] + grow * ha, b[q + 3] + grow * hb) - Math.max(a[p + 1] - grow * ha, b[q + 1] - grow * hb);
  if (height <= 0) return 0;
  const area = (1 + 2 * grow) ** 2;
  return (width * height) / (area * (wa * ha + wb * hb) - width * height);
}

/** The choices by the name that a configuration gives. */
export const SIMILARITIES = { iou, 'height-iou': heightIou, 'buffered-iou': bufferedIou } as const;
