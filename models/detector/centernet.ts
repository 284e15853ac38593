import type { Detections } from './detections.ts';

/** How the picture lies in the network's input: `modelPx = nativePx · scale + pad`. */
export interface Letterbox {
  scale: number;
  padLeft: number;
  padTop: number;
}

/** Input pixels from one cell of the maps to the next. */
const STRIDE = 4;

/**
 * Reads people (class 0) out of CenterNet's maps (Zhou et al. 2019, "Objects as Points"): a cell that no neighbour
 * exceeds is a person's middle. Of neighbours with the same score the first in reading order counts.
 * @param keypoints scores 0–1, classes × side × side; plain, or with all but the peaks set to 0
 * @param wh distances from the middle to the left, top, right and bottom edge in input pixels, 4 × side × side
 * @param minScore people below it are left out
 * @param out filled from the start, in native pixels, unsorted; when it is too small the best stay
 */
export function decodeCenternet(
  keypoints: Float32Array,
  wh: Float32Array,
  { scale, padLeft, padTop }: Letterbox,
  minScore: number,
  out: Detections,
): void {
  const cells = wh.length / 4;
  const side = Math.sqrt(cells);
  out.count = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const cell = row * side + column;
      const score = keypoints[cell];
      if (score < minScore || !isPeak(keypoints, side, row, column)) continue;
      const slot = slotFor(score, out);
      if (slot < 0) continue;
      const x = column * STRIDE;
      const y = row * STRIDE;
      out.score[slot] = score;
      out.xyxy[slot * 4] = (x - wh[cell] - padLeft) / scale;
      out.xyxy[slot * 4 + 1] = (y - wh[cells + cell] - padTop) / scale;
      out.xyxy[slot * 4 + 2] = (x + wh[2 * cells + cell] - padLeft) / scale;
      out.xyxy[slot * 4 + 3] = (y + wh[3 * cells + cell] - padTop) / scale;
    }
  }
}

function isPeak(scores: Float32Array, side: number, row: number, column: number): boolean {
  const own = row * side + column;
  const score = scores[own];
  for (let y = Math.max(row - 1, 0); y <= Math.min(row + 1, side - 1); y++) {
    for (let x = Math.max(column - 1, 0); x <= Math.min(column + 1, side - 1); x++) {
      const other = y * side + x;
      if (scores[other] > score || (other < own && scores[other] === score)) return false;
    }
  }
  return true;
}

/** The next free slot, else that of the weakest when it is weaker; −1 when there is none. */
function slotFor(score: number, out: Detections): number {
  if (out.count < out.score.length) return out.count++;
  let weakest = -1;
  for (let i = 0; i < out.count; i++) {
    if (out.score[i] < score && (weakest < 0 || out.score[i] < out.score[weakest])) weakest = i;
  }
  return weakest;
}
