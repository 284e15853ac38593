import { FrameRing, type FrameRingState } from './frame-ring.ts';
import { LookBack } from './look-back.ts';
import { KERNEL_REACH, Smoother } from './smoother.ts';
import type { TrackSink, Tracks } from './tracker.ts';

/** Key of a detection that belongs to no track. */
const NOBODY = -1;

/** How the output is mended. */
export interface Mending {
  /** By how much it is held back. */
  lagMs: number;
  /** Deviation of the smoothing kernel, 0 for none. */
  smoothMs: number;
  /** Least similarity at which a box of nobody is taken for a person's earlier one, 0 for never. */
  lookBack: number;
}

/**
 * Holds the frames of the last `lagMs` back, so that what is learned later still mends them: a person's first boxes
 * come out once the track is confirmed, a gap is filled in once its far end is known, and boxes are smoothed with those
 * before and after them. Frames are reused.
 */
export class DelayedTracks {
  readonly #mending: Mending;
  readonly #ring = new FrameRing();
  readonly #smoother: Smoother;
  readonly #lookBack = new LookBack();
  readonly #out: Tracks = {
    count: 0,
    id: new Float64Array(64),
    xyxy: new Float32Array(64 * 4),
    score: new Float32Array(64),
    measured: new Uint8Array(64),
  };

  constructor(mending: Mending) {
    this.#mending = mending;
    this.#smoother = new Smoother(mending.smoothMs);
  }

  /** Opens the frame at `tMs`; what is added next belongs to it. */
  open(tMs: number): void {
    this.#ring.open(tMs);
  }

  /** Adds box `index` of `xyxy` to the open frame. `id` 0 keeps it back until `confirm` names it. */
  add(key: number, id: number, xyxy: Float32Array, index: number, score: number): void {
    const frame = this.#ring.at(this.#ring.length - 1);
    const at = frame.add(key, id, score, 1);
    for (let k = 0; k < 4; k++) frame.xyxy[at * 4 + k] = xyxy[index * 4 + k];
  }

  /** Adds a detection that belongs to nobody, in case a later track turns out to have been there. */
  addSpare(xyxy: Float32Array, index: number, score: number): void {
    this.add(NOBODY, 0, xyxy, index, score);
  }

  /**
   * Gives the held boxes of birth `key` their public id, and looks for the person before them. Box `index` of `now` is
   * where the person is at `nowMs`.
   */
  confirm(key: number, id: number, nowMs: number, now: Float32Array, index: number): void {
    const ring = this.#ring;
    for (let f = ring.past; f < ring.length; f++) {
      const frame = ring.at(f);
      const at = frame.find(key, 0);
      if (at >= 0) frame.id[at] = id;
    }
    const least = this.#mending.lookBack;
    if (least === 0) return;
    this.#lookBack.run(ring, key, nowMs, now, index, least, (position, place, laterMs, later) => {
      const frame = ring.at(position);
      frame.key[place] = key;
      frame.id[place] = id;
      this.bridge(key, id, frame.tMs, frame.xyxy, place, laterMs, later, 0);
    });
  }

  /**
   * Fills the held frames between two sightings on a straight line: from box `i` of `from` at `fromMs` to box `j` of
   * `to` at `toMs`.
   */
  bridge(
    key: number,
    id: number,
    fromMs: number,
    from: Float32Array,
    i: number,
    toMs: number,
    to: Float32Array,
    j: number,
  ): void {
    const ring = this.#ring;
    for (let f = ring.length - 1; f >= ring.past; f--) {
      const frame = ring.at(f);
      if (frame.tMs >= toMs) continue;
      if (frame.tMs <= fromMs) return;
      const share = (frame.tMs - fromMs) / (toMs - fromMs);
      const at = frame.add(key, id, 0, 0);
      for (let k = 0; k < 4; k++) {
        frame.xyxy[at * 4 + k] = from[i * 4 + k] * (1 - share) + to[j * 4 + k] * share;
      }
    }
  }

  /** Hands out the frames that are older than the lag, seen from `nowMs`. */
  release(nowMs: number, sink: TrackSink): void {
    const ring = this.#ring;
    while (ring.held > 0 && nowMs - ring.at(ring.past).tMs >= this.#mending.lagMs) this.#emit(sink);
  }

  /** Hands out all that is held and forgets what was handed out. */
  flush(sink: TrackSink): void {
    while (this.#ring.held > 0) this.#emit(sink);
    while (this.#ring.past > 0) this.#ring.forget();
  }

  /** The frames; all else here is worked out anew for each of them. */
  snapshot(): FrameRingState {
    return this.#ring.snapshot();
  }

  restore(state: FrameRingState): void {
    this.#ring.restore(state);
  }

  #emit(sink: TrackSink): void {
    const ring = this.#ring;
    const frame = ring.at(ring.past);
    const out = this.#out;
    if (frame.count > out.id.length) this.#widen(frame.count * 2);
    out.count = 0;
    this.#smoother.centre(ring);
    for (let i = 0; i < frame.count; i++) {
      if (frame.id[i] === 0) continue;
      const at = out.count++;
      out.id[at] = frame.id[i];
      out.score[at] = frame.score[i];
      out.measured[at] = frame.measured[i];
      this.#smoother.write(i, out.xyxy, at);
    }
    ring.pass();
    while (ring.past > 0 && frame.tMs - ring.at(0).tMs >= this.#mending.smoothMs * KERNEL_REACH) ring.forget();
    sink(frame.tMs, out);
  }

  #widen(size: number): void {
    this.#out.id = new Float64Array(size);
    this.#out.xyxy = new Float32Array(size * 4);
    this.#out.score = new Float32Array(size);
    this.#out.measured = new Uint8Array(size);
  }
}
