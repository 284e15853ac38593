/**
 * The people found in one frame, as columns. Boxes are `left, top, right, bottom` in pixels of the camera's native
 * size; `score` is 0–1. Only the first `count` entries are valid: the arrays are reused from frame to frame.
 */
export interface Detections {
  count: number;
  /** 4 numbers a box. */
  xyxy: Float32Array;
  score: Float32Array;
}

/** Brings scores to 0–1 between `low` and `high`, in place; what lies below `low` is left out. */
export function rescale(detections: Detections, { low, high }: { low: number; high: number }): void {
  const { count, xyxy, score } = detections;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (score[i] < low) continue;
    for (let c = 0; c < 4; c++) xyxy[4 * kept + c] = xyxy[4 * i + c];
    score[kept++] = Math.min(1, (score[i] - low) / (high - low));
  }
  detections.count = kept;
}

/** Room for `capacity` boxes. */
export function allocateDetections(capacity: number): Detections {
  return { count: 0, xyxy: new Float32Array(capacity * 4), score: new Float32Array(capacity) };
}
