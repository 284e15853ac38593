import type { Detections } from './detections.ts';

const STRIDES = [8, 16, 32];

/** How many boxes the head has, hence the room that its decoding needs at most. */
export const yoloxCells = (input: { width: number; height: number }): number =>
  STRIDES.reduce((n, s) => n + (input.width / s) * (input.height / s), 0);

/**
 * Decodes YOLOX's raw head (Ge et al., "YOLOX", 2021): n × (5 + classes) rows over the cells of strides 8, 16, 32, row by
 * row. cx = (o0 + gx)·s, w = exp(o2)·s; score = object · class, both already sigmoid. Boxes of class 0 (person) at or
 * above `minScore` go to `out` in pixels of the model's input divided by the scale; no suppression is done here.
 */
export function decodeYolox(
  head: Float32Array,
  input: { width: number; height: number },
  scale: { x: number; y: number },
  minScore: number,
  out: Detections,
): void {
  const stride = head.length / yoloxCells(input);
  if (!Number.isInteger(stride) || stride < 6) {
    throw new RangeError(
      `a YOLOX head of ${head.length} numbers does not fit an input of ${input.width} × ${input.height}`,
    );
  }
  out.count = 0;
  let at = 0;
  for (const s of STRIDES) {
    const columns = input.width / s;
    const rows = input.height / s;
    for (let gy = 0; gy < rows; gy++) {
      for (let gx = 0; gx < columns; gx++, at += stride) {
        const score = head[at + 4] * head[at + 5];
        if (!(score >= minScore) || out.count === out.score.length) continue;
        const cx = (head[at] + gx) * s;
        const cy = (head[at + 1] + gy) * s;
        const halfWidth = (Math.exp(head[at + 2]) * s) / 2;
        const halfHeight = (Math.exp(head[at + 3]) * s) / 2;
        const box = 4 * out.count;
        out.xyxy[box] = (cx - halfWidth) / scale.x;
        out.xyxy[box + 1] = (cy - halfHeight) / scale.y;
        out.xyxy[box + 2] = (cx + halfWidth) / scale.x;
        out.xyxy[box + 3] = (cy + halfHeight) / scale.y;
        out.score[out.count++] = score;
      }
    }
  }
}
