import type { Detections } from './detections.ts';

/** Overlap of two boxes given as left, top, right, bottom at offsets a and b of the same array; 0–1. */
function iou(boxes: Float32Array, a: number, b: number): number {
  const width = Math.min(boxes[a + 2], boxes[b + 2]) - Math.max(boxes[a], boxes[b]);
  const height = Math.min(boxes[a + 3], boxes[b + 3]) - Math.max(boxes[a + 1], boxes[b + 1]);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  const areaA = (boxes[a + 2] - boxes[a]) * (boxes[a + 3] - boxes[a + 1]);
  const areaB = (boxes[b + 2] - boxes[b]) * (boxes[b + 3] - boxes[b + 1]);
  return both / (areaA + areaB - both);
}

/**
 * Greedy non-maximum suppression: of boxes that overlap by more than `threshold` the best score stays. Answers into
 * `out`, best first, at most as many as it has room for. `candidates` is left as it is.
 */
export function suppress(candidates: Detections, threshold: number, out: Detections): void {
  const order = Array.from({ length: candidates.count }, (_, i) => i);
  order.sort((a, b) => candidates.score[b] - candidates.score[a] || a - b);
  out.count = 0;
  const kept: number[] = [];
  for (const i of order) {
    if (out.count === out.score.length) break;
    if (kept.some((k) => iou(candidates.xyxy, 4 * i, 4 * k) > threshold)) continue;
    kept.push(i);
    for (let c = 0; c < 4; c++) out.xyxy[4 * out.count + c] = candidates.xyxy[4 * i + c];
    out.score[out.count++] = candidates.score[i];
  }
}
