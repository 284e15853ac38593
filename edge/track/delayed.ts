import { HeldFrame } from './held-frame.ts';
import { KERNEL_REACH, Smoother } from './smoother.ts';
import type { TrackSink, Tracks } from './tracker.ts';

/**
 * Holds the frames of the last `lagMs` back, so that what is learned later still mends them: a person's first boxes
 * come out once the track is confirmed, a gap is filled in once its far end is known, and boxes are smoothed with those
 * before and after them. Frames are reused.
 */
export class DelayedTracks {
  readonly #lagMs: number;
  readonly #smoothMs: number;
  /** Ring: `#past` frames already handed out (for smoothing), then `#held` frames; the oldest is at `#first`. */
  #frames: HeldFrame[] = [new HeldFrame()];
  #first = 0;
  #past = 0;
  #held = 0;
  readonly #out: Tracks = {
    count: 0,
    id: new Float64Array(64),
    xyxy: new Float32Array(64 * 4),
    score: new Float32Array(64),
    measured: new Uint8Array(64),
  };
  readonly #smoother = new Smoother();

  /** `smoothMs` is the deviation of the smoothing kernel, 0 for none. */
  constructor(lagMs: number, smoothMs: number) {
    this.#lagMs = lagMs;
    this.#smoothMs = smoothMs;
  }

  /** Opens the frame at `tMs`; what is added next belongs to it. */
  open(tMs: number): void {
    const used = this.#past + this.#held;
    if (used === this.#frames.length) {
      this.#frames = [...this.#frames.slice(this.#first), ...this.#frames.slice(0, this.#first)];
      this.#first = 0;
      for (let i = used; i > 0; i--) this.#frames.push(new HeldFrame());
    }
    this.#held++;
    const frame = this.#at(used);
    frame.tMs = tMs;
    frame.count = 0;
  }

  /** Adds box `index` of `xyxy` to the open frame. `id` 0 keeps it back until `confirm` names it. */
  add(key: number, id: number, xyxy: Float32Array, index: number, score: number): void {
    const frame = this.#at(this.#past + this.#held - 1);
    const at = frame.add(key, id, score, 1);
    for (let k = 0; k < 4; k++) frame.xyxy[at * 4 + k] = xyxy[index * 4 + k];
  }

  /** Gives the held boxes of birth `key` their public id. */
  confirm(key: number, id: number): void {
    for (let f = this.#past; f < this.#past + this.#held; f++) {
      const frame = this.#at(f);
      const at = frame.find(key, 0);
      if (at >= 0) frame.id[at] = id;
    }
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
    for (let f = this.#past + this.#held - 1; f >= this.#past; f--) {
      const frame = this.#at(f);
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
    while (this.#held > 0 && nowMs - this.#at(this.#past).tMs >= this.#lagMs) this.#emit(sink);
  }

  /** Hands out all that is held and forgets what was handed out. */
  flush(sink: TrackSink): void {
    while (this.#held > 0) this.#emit(sink);
    this.#past = 0;
  }

  #at(position: number): HeldFrame {
    return this.#frames[(this.#first + position) % this.#frames.length];
  }

  #emit(sink: TrackSink): void {
    const frame = this.#at(this.#past);
    const out = this.#out;
    if (frame.count > out.id.length) this.#widen(frame.count * 2);
    out.count = 0;
    this.#gather(frame);
    for (let i = 0; i < frame.count; i++) {
      if (frame.id[i] === 0) continue;
      const at = out.count++;
      out.id[at] = frame.id[i];
      out.score[at] = frame.score[i];
      out.measured[at] = frame.measured[i];
      this.#smoother.result(i, out.xyxy, at);
    }
    this.#held--;
    this.#past++;
    while (this.#past > 0 && frame.tMs - this.#at(0).tMs >= this.#smoothMs * KERNEL_REACH) {
      this.#first = (this.#first + 1) % this.#frames.length;
      this.#past--;
    }
    sink(frame.tMs, out);
  }

  /** Gathers the neighbours in time of the boxes of the frame at position `#past`. */
  #gather(frame: HeldFrame): void {
    this.#smoother.start(frame);
    if (this.#smoothMs === 0) return;
    for (let step = -1; step <= 1; step += 2) {
      this.#smoother.turn(frame);
      for (let f = this.#past + step; f >= 0 && f < this.#past + this.#held; f += step) {
        const other = this.#at(f);
        const t = (other.tMs - frame.tMs) / this.#smoothMs;
        if (Math.abs(t) > KERNEL_REACH) break;
        this.#smoother.walk(frame, other, t);
      }
    }
  }

  #widen(size: number): void {
    this.#out.id = new Float64Array(size);
    this.#out.xyxy = new Float32Array(size * 4);
    this.#out.score = new Float32Array(size);
    this.#out.measured = new Uint8Array(size);
  }
}
