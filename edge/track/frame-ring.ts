import { HeldFrame } from './held-frame.ts';

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
}
