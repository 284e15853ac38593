import type { FrameRing } from './frame-ring.ts';
import { bufferedIou } from './similarity.ts';

/** Frames without a box of the person after which the way back is lost. */
const PATIENCE = 3;

/**
 * Follows a person who was just confirmed back in time, through boxes of the held frames that belong to nobody:
 * detections too weak to start a track, and tentative tracks that died.
 */
export class LookBack {
  readonly #box = new Float32Array(4);
  readonly #guess = new Float32Array(4);
  readonly #speed = new Float64Array(4);

  /**
   * From the first box of `key`, with the speed that leads on to box `index` of `now` at `nowMs`. A box is taken from a
   * similarity of `least` on; `onBox` gets its frame, its place, and the later box and time to bridge to.
   */
  run(
    ring: FrameRing,
    key: number,
    nowMs: number,
    now: Float32Array,
    index: number,
    least: number,
    onBox: (position: number, place: number, laterMs: number, later: Float32Array) => void,
  ): void {
    let position = ring.past;
    while (position < ring.length && ring.at(position).find(key, 0) < 0) position++;
    if (position === ring.length) return;
    let laterMs = this.#start(ring, position, key, nowMs, now, index);
    let misses = 0;
    while (--position >= ring.past && misses < PATIENCE) {
      const place = this.#nearest(ring, position, laterMs, least);
      if (place < 0) {
        misses++;
        continue;
      }
      misses = 0;
      onBox(position, place, laterMs, this.#box);
      const frame = ring.at(position);
      for (let k = 0; k < 4; k++) this.#box[k] = frame.xyxy[place * 4 + k];
      laterMs = frame.tMs;
    }
  }

  #start(ring: FrameRing, position: number, key: number, nowMs: number, now: Float32Array, index: number): number {
    const first = ring.at(position);
    const at = first.find(key, 0);
    const spanMs = nowMs - first.tMs;
    for (let k = 0; k < 4; k++) {
      this.#box[k] = first.xyxy[at * 4 + k];
      this.#speed[k] = spanMs > 0 ? (now[index * 4 + k] - this.#box[k]) / spanMs : 0;
    }
    return first.tMs;
  }

  /** The box that belongs to nobody and is most alike to where the person would have been, −1 if none. */
  #nearest(ring: FrameRing, position: number, laterMs: number, least: number): number {
    const frame = ring.at(position);
    for (let k = 0; k < 4; k++) this.#guess[k] = this.#box[k] - this.#speed[k] * (laterMs - frame.tMs);
    let nearest = -1;
    let most = least;
    for (let i = 0; i < frame.count; i++) {
      if (frame.id[i] !== 0) continue;
      const alike = bufferedIou(this.#guess, 0, frame.xyxy, i);
      if (alike < most) continue;
      most = alike;
      nearest = i;
    }
    return nearest;
  }
}
