import { allocateDetections, type Detections } from '../../models/detector/detections.ts';

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
  score: number;
}

/** Boxes as a detector hands them out. */
export function detectionsOf(boxes: readonly Box[]): Detections {
  const detections = allocateDetections(boxes.length);
  detections.count = boxes.length;
  boxes.forEach(({ left, top, width, height, score }, i) => {
    detections.xyxy.set([left, top, left + width, top + height], i * 4);
    detections.score[i] = score;
  });
  return detections;
}
