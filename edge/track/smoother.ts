import type { HeldFrame } from './held-frame.ts';

/** Beyond this many deviations of the kernel a box has no weight. */
export const KERNEL_REACH = 2;
/** Bridged boxes lie on a line between measured ones, which count already. */
const BRIDGED_WEIGHT = 0.1;
/** For each box: sums of weight, weight · t, weight · t², then of weight · v and weight · v · t of the four coordinates. */
const SUMS = 11;

/**
 * Fits a straight line through the boxes of one person around a moment, by least squares with Gaussian weights, and
 * gives its value at that moment: one fit a coordinate, for all people of a frame at once.
 */
export class Smoother {
  #sums = new Float64Array(64 * SUMS);
  /** Where each box was found in the frame before on the walk; −1 once its trail has ended. */
  #trail = new Int32Array(64);

  /** Takes the frame whose boxes are to be smoothed. */
  start(frame: HeldFrame): void {
    if (frame.count > this.#trail.length) {
      this.#trail = new Int32Array(frame.count * 2);
      this.#sums = new Float64Array(frame.count * 2 * SUMS);
    }
    this.#sums.fill(0, 0, frame.count * SUMS);
    for (let i = 0; i < frame.count; i++) this.#accumulate(i, frame, i, 1, 0);
  }

  /** Begins a walk to earlier or later frames. */
  turn(frame: HeldFrame): void {
    for (let i = 0; i < frame.count; i++) this.#trail[i] = frame.id[i] === 0 ? -1 : i;
  }

  /** Takes the next frame of the walk, `t` kernel deviations away. */
  walk(frame: HeldFrame, other: HeldFrame, t: number): void {
    const weight = Math.exp(-0.5 * t * t);
    for (let i = 0; i < frame.count; i++) {
      if (this.#trail[i] < 0) continue;
      const at = other.find(frame.key[i], this.#trail[i]);
      this.#trail[i] = at;
      if (at >= 0) this.#accumulate(i, other, at, weight, t);
    }
  }

  /** Writes the smoothed box `i` of `frame` to place `to` of `out`. */
  result(frame: HeldFrame, i: number, out: Float32Array, to: number): void {
    const sums = this.#sums;
    const s = i * SUMS;
    const b = to * 4;
    const spread = sums[s] * sums[s + 2] - sums[s + 1] * sums[s + 1];
    for (let k = 0; k < 4; k++) {
      const value = sums[s + 3 + k];
      out[b + k] = spread > 0 ? (value * sums[s + 2] - sums[s + 7 + k] * sums[s + 1]) / spread : value / sums[s];
    }
    // The four lines are fitted apart from each other: where they cross, the box as it was found is the better one.
    if (out[b + 2] > out[b] && out[b + 3] > out[b + 1]) return;
    for (let k = 0; k < 4; k++) out[b + k] = frame.xyxy[i * 4 + k];
  }

  #accumulate(i: number, frame: HeldFrame, at: number, weight: number, t: number): void {
    const sums = this.#sums;
    const s = i * SUMS;
    const b = at * 4;
    const w = frame.measured[at] === 1 ? weight : weight * BRIDGED_WEIGHT;
    const wt = w * t;
    sums[s] += w;
    sums[s + 1] += wt;
    sums[s + 2] += wt * t;
    const { xyxy } = frame;
    sums[s + 3] += w * xyxy[b];
    sums[s + 4] += w * xyxy[b + 1];
    sums[s + 5] += w * xyxy[b + 2];
    sums[s + 6] += w * xyxy[b + 3];
    sums[s + 7] += wt * xyxy[b];
    sums[s + 8] += wt * xyxy[b + 1];
    sums[s + 9] += wt * xyxy[b + 2];
    sums[s + 10] += wt * xyxy[b + 3];
  }
}
