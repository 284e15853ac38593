/** A place is forgotten when nothing was found there for this long. */
const FORGET_MS = 10 * 60_000;
const MOST_PLACES = 64;
const SAME_PLACE = 0.7;

/**
 * Tells posters, signs and mannequins from people: a person who stands still sways, turns and shifts weight; a thing
 * stays within a few hundredths of its height for as long as the camera looks. Times in ms, boxes in pixels.
 */
export class StillThings {
  readonly #afterMs: number;
  readonly #tolerance: number;
  /** By slot: where and since when the track has not moved. */
  #anchor = new Float64Array(0);
  #sinceMs = new Float64Array(0);
  #still = new Uint8Array(0);
  /** Places of things, oldest first: left, top, right, bottom, time of the last sighting. */
  #places: Float64Array = new Float64Array(MOST_PLACES * 5);
  #placeCount = 0;

  /** `afterS` 0 never takes anything for a thing; `tolerance` in box heights. */
  constructor(afterS: number, tolerance: number) {
    this.#afterMs = afterS > 0 ? afterS * 1000 : Number.POSITIVE_INFINITY;
    this.#tolerance = tolerance;
  }

  /** A track begins in `slot`; it is a thing at once where one was known. */
  start(slot: number, tMs: number, xyxy: Float32Array): void {
    if (slot >= this.#still.length) this.#grow(slot * 2 + 64);
    this.#still[slot] = this.#knownPlace(tMs, xyxy, slot) >= 0 ? 1 : 0;
    this.#moveAnchor(slot, tMs, xyxy);
  }

  /** Takes in the filtered box of a slot; true while the track is taken for a thing. */
  isThing(slot: number, tMs: number, xyxy: Float32Array): boolean {
    const b = slot * 4;
    const a = slot * 3;
    const x = (xyxy[b] + xyxy[b + 2]) / 2;
    const y = (xyxy[b + 1] + xyxy[b + 3]) / 2;
    const reach = this.#tolerance * this.#anchor[a + 2];
    if (Math.abs(x - this.#anchor[a]) > reach || Math.abs(y - this.#anchor[a + 1]) > reach) {
      // A known thing may be found a little off for a frame; only a real step away makes it a person.
      const away = Math.hypot(x - this.#anchor[a], y - this.#anchor[a + 1]) > 5 * reach;
      if (this.#still[slot] === 0 || away) {
        this.#still[slot] = 0;
        this.#moveAnchor(slot, tMs, xyxy);
      }
    } else if (tMs - this.#sinceMs[slot] >= this.#afterMs) {
      this.#still[slot] = 1;
    }
    if (this.#still[slot] === 1) this.#remember(tMs, xyxy, slot);
    return this.#still[slot] === 1;
  }

  #moveAnchor(slot: number, tMs: number, xyxy: Float32Array): void {
    const b = slot * 4;
    this.#anchor[slot * 3] = (xyxy[b] + xyxy[b + 2]) / 2;
    this.#anchor[slot * 3 + 1] = (xyxy[b + 1] + xyxy[b + 3]) / 2;
    this.#anchor[slot * 3 + 2] = xyxy[b + 3] - xyxy[b + 1];
    this.#sinceMs[slot] = tMs;
  }

  #knownPlace(tMs: number, xyxy: Float32Array, slot: number): number {
    const p = this.#places;
    const b = slot * 4;
    for (let i = 0; i < this.#placeCount; i++) {
      const q = i * 5;
      if (tMs - p[q + 4] > FORGET_MS) continue;
      const width = Math.min(p[q + 2], xyxy[b + 2]) - Math.max(p[q], xyxy[b]);
      const height = Math.min(p[q + 3], xyxy[b + 3]) - Math.max(p[q + 1], xyxy[b + 1]);
      if (width <= 0 || height <= 0) continue;
      const both = width * height;
      const known = (p[q + 2] - p[q]) * (p[q + 3] - p[q + 1]);
      const found = (xyxy[b + 2] - xyxy[b]) * (xyxy[b + 3] - xyxy[b + 1]);
      if (both / (known + found - both) >= SAME_PLACE) return i;
    }
    return -1;
  }

  #remember(tMs: number, xyxy: Float32Array, slot: number): void {
    let at = this.#knownPlace(tMs, xyxy, slot);
    if (at < 0) {
      if (this.#placeCount === MOST_PLACES) {
        this.#places.copyWithin(0, 5);
        this.#placeCount--;
      }
      at = this.#placeCount++;
      for (let k = 0; k < 4; k++) this.#places[at * 5 + k] = xyxy[slot * 4 + k];
    }
    this.#places[at * 5 + 4] = tMs;
  }

  #grow(size: number): void {
    const { buffer: anchor } = this.#anchor;
    const { buffer: since } = this.#sinceMs;
    const { buffer: still } = this.#still;
    this.#anchor = new Float64Array(size * 3);
    this.#anchor.set(new Float64Array(anchor));
    this.#sinceMs = new Float64Array(size);
    this.#sinceMs.set(new Float64Array(since));
    this.#still = new Uint8Array(size);
    this.#still.set(new Uint8Array(still));
  }
}
