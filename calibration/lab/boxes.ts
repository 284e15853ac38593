import type { MotRow } from '../../models/contract/mot.ts';

/** Comparisons with a threshold forgive the last bit, as the public evaluators do. */
export const EPSILON = 2 ** -52;

type Box = Pick<MotRow, 'left' | 'top' | 'width' | 'height'>;

/** Intersection over union of two boxes in pixels, in full precision. */
export function boxIou(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

/** Rows of each frame, in file order. */
export function byFrame(rows: readonly MotRow[]): Map<number, MotRow[]> {
  const frames = new Map<number, MotRow[]>();
  for (const row of rows) {
    const frame = frames.get(row.frame);
    if (frame === undefined) frames.set(row.frame, [row]);
    else frame.push(row);
  }
  return frames;
}
