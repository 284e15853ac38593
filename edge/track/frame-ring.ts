import { HeldFrame, type HeldFrameState } from './held-frame.ts';

/** A ring of frames as plain data, oldest first. */
export interface FrameRingState {
  past: number;
  frames: HeldFrameState[];
}

/**
 * Frames in order of time, in a ring that is reused: first the `past` ones, which were handed out and serve smoothing
 * only, then the `held` ones. Position 0 is the oldest.
 */
export class FrameRing {
  past = 0;
  held = 0;
  #frames: HeldFrame[] = [new HeldFrame()];
  #first = 0;

  get length(): number {
    return this.past + this.held;
  }

  at(position: number): HeldFrame {
    return this.#frames[(this.#first + position) % this.#frames.length];
  }

  /** A new, empty, held frame at the end. */
  open(tMs: number): void {
    const used = this.length;
    if (used === this.#frames.length) {
      this.#frames = [...this.#frames.slice(this.#first), ...this.#frames.slice(0, this.#first)];
      this.#first = 0;
      for (let i = used; i > 0; i--) this.#frames.push(new HeldFrame());
    }
    this.held++;
    const frame = this.at(used);
    frame.tMs = tMs;
    frame.count = 0;
  }

  /** The oldest held frame becomes a past one. */
  pass(): void {
    this.held--;
    this.past++;
  }

  /** The oldest past frame is forgotten. */
  forget(): void {
    this.#first = (this.#first + 1) % this.#frames.length;
    this.past--;
  }

  snapshot(): FrameRingState {
    return { past: this.past, frames: Array.from({ length: this.length }, (_, i) => this.at(i).snapshot()) };
  }

  restore({ past, frames }: FrameRingState): void {
    this.past = 0;
    this.held = 0;
    for (const frame of frames) {
      this.open(frame.tMs);
      this.at(this.held - 1).restore(frame);
    }
    for (let i = 0; i < past; i++) this.pass();
  }
}
