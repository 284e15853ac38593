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

/** Room for `capacity` boxes. */
export function allocateDetections(capacity: number): Detections {
  return { count: 0, xyxy: new Float32Array(capacity * 4), score: new Float32Array(capacity) };
}
