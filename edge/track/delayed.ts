import type { TrackSink, Tracks } from './tracker.ts';

/** Boxes of one held frame, as columns. */
class HeldFrame {
  tMs = 0;
  count = 0;
  key = new Float64Array(32);
  id = new Float64Array(32);
  xyxy = new Float32Array(32 * 4);
  score = new Float32Array(32);
  measured = new Uint8Array(32);

  add(key: number, id: number): number {
    if (this.count === this.key.length) this.#grow();
    this.key[this.count] = key;
    this.id[this.count] = id;
    return this.count++;
  }

  #grow(): void {
    const size = this.key.length * 2;
    const { key, id, xyxy, score, measured } = this;
    this.key = new Float64Array(size);
    this.key.set(key);
    this.id = new Float64Array(size);
    this.id.set(id);
    this.xyxy = new Float32Array(size * 4);
    this.xyxy.set(xyxy);
    this.score = new Float32Array(size);
    this.score.set(score);
    this.measured = new Uint8Array(size);
    this.measured.set(measured);
  }
}

/**
 * Holds the frames of the last `lagMs` back, so that what is learned later still mends them: a person's first boxes
 * come out once the track is confirmed, and a gap is filled in once its far end is known. Frames are reused.
 */
export class DelayedTracks {
  readonly #lagMs: number;
  /** Ring: the oldest held frame is at `#first`. */
  #frames: HeldFrame[] = [new HeldFrame()];
  #first = 0;
  #held = 0;
  readonly #out: Tracks = {
    count: 0,
    id: new Float64Array(64),
    xyxy: new Float32Array(64 * 4),
    score: new Float32Array(64),
    measured: new Uint8Array(64),
  };

  constructor(lagMs: number) {
    this.#lagMs = lagMs;
  }

  /** Opens the frame at `tMs`; what is added next belongs to it. */
  open(tMs: number): void {
    if (this.#held === this.#frames.length) {
      this.#frames = [...this.#frames.slice(this.#first), ...this.#frames.slice(0, this.#first)];
      this.#first = 0;
      for (let i = this.#held; i > 0; i--) this.#frames.push(new HeldFrame());
    }
    this.#held++;
    const frame = this.#at(this.#held - 1);
    frame.tMs = tMs;
    frame.count = 0;
  }

  /** Adds a box to the open frame. `id` 0 keeps it back until `confirm` names it. */
  add(key: number, id: number, xyxy: Float32Array, index: number, score: number): void {
    const frame = this.#at(this.#held - 1);
    const at = frame.add(key, id);
    for (let k = 0; k < 4; k++) frame.xyxy[at * 4 + k] = xyxy[index * 4 + k];
    frame.score[at] = score;
    frame.measured[at] = 1;
  }

  /** Gives the held boxes of birth `key` their public id. */
  confirm(key: number, id: number): void {
    for (let f = 0; f < this.#held; f++) {
      const frame = this.#at(f);
      for (let i = 0; i < frame.count; i++) if (frame.key[i] === key) frame.id[i] = id;
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
    for (let f = this.#held - 1; f >= 0; f--) {
      const frame = this.#at(f);
      if (frame.tMs >= toMs) continue;
      if (frame.tMs <= fromMs) return;
      const share = (frame.tMs - fromMs) / (toMs - fromMs);
      const at = frame.add(key, id);
      for (let k = 0; k < 4; k++) {
        frame.xyxy[at * 4 + k] = from[i * 4 + k] * (1 - share) + to[j * 4 + k] * share;
      }
      frame.score[at] = 0;
      frame.measured[at] = 0;
    }
  }

  /** Hands out the frames that are older than the lag, seen from `nowMs`. */
  release(nowMs: number, sink: TrackSink): void {
    while (this.#held > 0 && nowMs - this.#at(0).tMs >= this.#lagMs) this.#emit(sink);
  }

  /** Hands out all that is held. */
  flush(sink: TrackSink): void {
    while (this.#held > 0) this.#emit(sink);
  }

  #at(position: number): HeldFrame {
    return this.#frames[(this.#first + position) % this.#frames.length];
  }

  #emit(sink: TrackSink): void {
    const frame = this.#at(0);
    const out = this.#out;
    if (frame.count > out.id.length) this.#widen(frame.count * 2);
    out.count = 0;
    for (let i = 0; i < frame.count; i++) {
      if (frame.id[i] === 0) continue;
      const at = out.count++;
      out.id[at] = frame.id[i];
      for (let k = 0; k < 4; k++) out.xyxy[at * 4 + k] = frame.xyxy[i * 4 + k];
      out.score[at] = frame.score[i];
      out.measured[at] = frame.measured[i];
    }
    this.#first = (this.#first + 1) % this.#frames.length;
    this.#held--;
    sink(frame.tMs, out);
  }

  #widen(size: number): void {
    this.#out.id = new Float64Array(size);
    this.#out.xyxy = new Float32Array(size * 4);
    this.#out.score = new Float32Array(size);
    this.#out.measured = new Uint8Array(size);
  }
}
