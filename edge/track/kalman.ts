import type { Columns } from './columns.ts';

/** How a box moves and how well it is measured, in box heights, so that near and far people are treated alike. */
export interface Motion {
  /** Spectral density of the acceleration of the centre, heights / s^1.5. */
  centreAcceleration: number;
  /** The same of width and height. */
  sizeAcceleration: number;
  /** Standard deviation of a measured centre coordinate, heights. */
  centreNoise: number;
  /** The same of width and height. */
  sizeNoise: number;
  /** Standard deviation of the unknown first velocity, heights / s. */
  firstSpeed: number;
}

/** A person walks at most about one body height a second; measured on boxes of DPM and YOLOX detectors. */
export const WALKING: Motion = {
  centreAcceleration: 0.16,
  sizeAcceleration: 0.19,
  centreNoise: 0.05,
  sizeNoise: 0.2,
  firstSpeed: 1.4,
};

/** Numbers kept for each of the four coordinates of a track: value, rate, and their three covariances. */
const STRIDE = 5;
/** Coordinates: centre x, centre y, width, height. */
const AXES = 4;
const SLOT = STRIDE * AXES;
const LEAST_SIZE = 1;

/**
 * Constant-velocity Kalman filters of many boxes, one a slot. The four coordinates are independent (the noise of a box
 * is taken as uncorrelated), so each is a filter of two states in closed form; process noise is white acceleration
 * (Bar-Shalom, Li and Kirubarajan 2001, eq. 6.2.2-12), exact for any time step.
 */
export class KalmanBank {
  #state: Float64Array;
  #saved = new Float64Array(0);
  readonly #motion: Motion;

  constructor(capacity: number, motion: Motion) {
    this.#state = new Float64Array(capacity * SLOT);
    this.#motion = motion;
  }

  reserve(capacity: number): void {
    if (capacity * SLOT <= this.#state.length) return;
    this.#state = wider(this.#state, capacity * SLOT);
  }

  /** All that it knows of its slots. */
  columns(): Columns {
    this.#reserveSaved();
    return { state: [this.#state, SLOT], saved: [this.#saved, SLOT] };
  }

  /** Starts a slot at box `index` of `xyxy`, at rest. */
  start(slot: number, xyxy: Float32Array, index: number): void {
    const s = this.#state;
    const m = this.#motion;
    const b = index * 4;
    const width = xyxy[b + 2] - xyxy[b];
    const height = xyxy[b + 3] - xyxy[b + 1];
    const scale = Math.max(height, LEAST_SIZE);
    let at = slot * SLOT;
    for (let axis = 0; axis < AXES; axis++, at += STRIDE) {
      const noise = (axis < 2 ? m.centreNoise : m.sizeNoise) * scale;
      const speed = (axis < 2 ? m.firstSpeed : m.firstSpeed / 4) * scale;
      s[at] = axis === 0 ? xyxy[b] + width / 2 : axis === 1 ? xyxy[b + 1] + height / 2 : axis === 2 ? width : height;
      s[at + 1] = 0;
      s[at + 2] = noise * noise;
      s[at + 3] = 0;
      s[at + 4] = speed * speed;
    }
  }

  /** Moves a slot on by `dtS` seconds. */
  predict(slot: number, dtS: number): void {
    const s = this.#state;
    const m = this.#motion;
    let at = slot * SLOT;
    const scale = Math.max(s[at + 3 * STRIDE], LEAST_SIZE);
    for (let axis = 0; axis < AXES; axis++, at += STRIDE) {
      const acceleration = (axis < 2 ? m.centreAcceleration : m.sizeAcceleration) * scale;
      const q = acceleration * acceleration * dtS;
      s[at] += s[at + 1] * dtS;
      s[at + 2] += dtS * (2 * s[at + 3] + dtS * s[at + 4]) + (q * dtS * dtS) / 3;
      s[at + 3] += dtS * s[at + 4] + (q * dtS) / 2;
      s[at + 4] += q;
    }
  }

  /** Takes in box `index` of `xyxy`; `noiseScale` above 1 trusts it less. */
  update(slot: number, xyxy: Float32Array, index: number, noiseScale: number): void {
    const s = this.#state;
    const m = this.#motion;
    const b = index * 4;
    const width = xyxy[b + 2] - xyxy[b];
    const height = xyxy[b + 3] - xyxy[b + 1];
    let at = slot * SLOT;
    const scale = Math.max(s[at + 3 * STRIDE], LEAST_SIZE) * noiseScale;
    for (let axis = 0; axis < AXES; axis++, at += STRIDE) {
      const noise = (axis < 2 ? m.centreNoise : m.sizeNoise) * scale;
      const measured =
        axis === 0 ? xyxy[b] + width / 2 : axis === 1 ? xyxy[b + 1] + height / 2 : axis === 2 ? width : height;
      const gain = 1 / (s[at + 2] + noise * noise);
      const gainValue = s[at + 2] * gain;
      const gainRate = s[at + 3] * gain;
      const surprise = measured - s[at];
      s[at] += gainValue * surprise;
      s[at + 1] += gainRate * surprise;
      s[at + 4] -= gainRate * s[at + 3];
      s[at + 3] -= gainValue * s[at + 3];
      s[at + 2] -= gainValue * s[at + 2];
    }
  }

  /** Keeps the present state of a slot for `restore`. */
  save(slot: number): void {
    this.#reserveSaved();
    for (let i = slot * SLOT; i < (slot + 1) * SLOT; i++) this.#saved[i] = this.#state[i];
  }

  restore(slot: number): void {
    for (let i = slot * SLOT; i < (slot + 1) * SLOT; i++) this.#state[i] = this.#saved[i];
  }

  /** Stops the growth of a box that is not seen: a lost person keeps the last size. */
  holdSize(slot: number): void {
    const at = slot * SLOT + 2 * STRIDE;
    this.#state[at + 1] = 0;
    this.#state[at + STRIDE + 1] = 0;
  }

  /** Writes the box of a slot as left, top, right, bottom to place `index` of `out`. */
  box(slot: number, out: Float32Array | Float64Array, index: number): void {
    const s = this.#state;
    const at = slot * SLOT;
    const halfWidth = Math.max(s[at + 2 * STRIDE], LEAST_SIZE) / 2;
    const halfHeight = Math.max(s[at + 3 * STRIDE], LEAST_SIZE) / 2;
    out[index * 4] = s[at] - halfWidth;
    out[index * 4 + 1] = s[at + STRIDE] - halfHeight;
    out[index * 4 + 2] = s[at] + halfWidth;
    out[index * 4 + 3] = s[at + STRIDE] + halfHeight;
  }

  /**
   * Distance of box `index` of `xyxy` from the prediction of its centre and height, in standard deviations (the square
   * root of the mean of three squares; 1 is what is expected).
   */
  surprise(slot: number, xyxy: Float32Array, index: number): number {
    const s = this.#state;
    const m = this.#motion;
    const b = index * 4;
    const at = slot * SLOT;
    const scale = Math.max(s[at + 3 * STRIDE], LEAST_SIZE);
    const centre = (m.centreNoise * scale) ** 2;
    const dx = (xyxy[b] + xyxy[b + 2]) / 2 - s[at];
    const dy = (xyxy[b + 1] + xyxy[b + 3]) / 2 - s[at + STRIDE];
    const dh = xyxy[b + 3] - xyxy[b + 1] - s[at + 3 * STRIDE];
    const size = (m.sizeNoise * scale) ** 2;
    const sum =
      (dx * dx) / (s[at + 2] + centre) +
      (dy * dy) / (s[at + STRIDE + 2] + centre) +
      (dh * dh) / (s[at + 3 * STRIDE + 2] + size);
    return Math.sqrt(sum / 3);
  }

  /** Velocity of the centre, pixels a second, along x (axis 0) or y (axis 1). */
  speed(slot: number, axis: 0 | 1): number {
    return this.#state[slot * SLOT + axis * STRIDE + 1];
  }

  #reserveSaved(): void {
    if (this.#saved.length < this.#state.length) this.#saved = wider(this.#saved, this.#state.length);
  }
}

function wider(old: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(length);
  grown.set(old);
  return grown;
}
