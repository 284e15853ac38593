import { type Columns, type PackedColumns, pack, unpack } from './columns.ts';

/** A place is forgotten when nothing was found there for this long. */
const FORGET_MS = 10 * 60_000;
const MOST_PLACES = 64;
/** Numbers kept of a place. */
const PLACE = 5;
const SAME_PLACE = 0.7;
/** A frame off the place takes back this many frames on it. */
const DOUBT = 3;
/** The place follows slow drift with this time constant. */
const ANCHOR_MS = 5000;
/** A track that stays this long where a thing is known has been taken over by the thing. */
const SETTLED_MS = 1000;
const LONGEST_STEP_MS = 1000;

/** What stands still, as plain data. */
export interface StillState {
  slots: PackedColumns;
  placeCount: number;
  places: PackedColumns;
}

/**
 * Tells posters, signs and mannequins from people: a person who stands still sways, turns and shifts weight; a thing
 * stays within a few hundredths of its height for as long as the camera looks. Times in ms, boxes in pixels.
 */
export class StillThings {
  readonly #afterMs: number;
  readonly #tolerance: number;
  /** By slot: where the track stands (centre and height), and how long it has stood there. */
  #anchor = new Float64Array(0);
  #stillMs = new Float64Array(0);
  #lastMs = new Float64Array(0);
  #still = new Uint8Array(0);
  /** Places of things, oldest first: left, top, right, bottom, time of the last sighting. */
  readonly #places = new Float64Array(MOST_PLACES * PLACE);
  #placeCount = 0;

  /** `afterS` 0 never takes anything for a thing; `tolerance` in box heights. */
  constructor(afterS: number, tolerance: number) {
    this.#afterMs = afterS > 0 ? afterS * 1000 : Number.POSITIVE_INFINITY;
    this.#tolerance = tolerance;
  }

  /** A track begins in `slot` (its box is at that place of `xyxy`); true where a thing is known to be. */
  start(slot: number, tMs: number, xyxy: Float32Array): boolean {
    if (slot >= this.#still.length) this.#grow(slot * 2 + 64);
    this.#still[slot] = this.#knownPlace(tMs, xyxy, slot) >= 0 ? 1 : 0;
    this.#moveAnchor(slot, tMs, xyxy);
    return this.#still[slot] === 1;
  }

  /** Takes in the filtered box of a slot; true while the track is taken for a thing. */
  isThing(slot: number, tMs: number, xyxy: Float32Array): boolean {
    const b = slot * 4;
    const a = slot * 3;
    const x = (xyxy[b] + xyxy[b + 2]) / 2;
    const y = (xyxy[b + 1] + xyxy[b + 3]) / 2;
    const reach = this.#tolerance * this.#anchor[a + 2];
    const dx = x - this.#anchor[a];
    const dy = y - this.#anchor[a + 1];
    const passedMs = Math.min(tMs - this.#lastMs[slot], LONGEST_STEP_MS);
    this.#lastMs[slot] = tMs;
    if (Math.abs(dx) <= reach && Math.abs(dy) <= reach) {
      this.#stillMs[slot] += passedMs;
      const share = passedMs / ANCHOR_MS;
      this.#anchor[a] += share * dx;
      this.#anchor[a + 1] += share * dy;
      const known = this.#stillMs[slot] >= SETTLED_MS && this.#knownPlace(tMs, xyxy, slot) >= 0;
      if (known || this.#stillMs[slot] >= this.#afterMs) this.#still[slot] = 1;
    } else {
      this.#stillMs[slot] -= passedMs * DOUBT;
      // A known thing may be found a little off for a frame; only a real step away makes it a person.
      const away = Math.hypot(dx, dy) > 5 * reach;
      if (this.#still[slot] === 1 ? away : this.#stillMs[slot] <= 0) {
        this.#still[slot] = 0;
        this.#moveAnchor(slot, tMs, xyxy);
      }
    }
    if (this.#still[slot] === 1) this.#remember(tMs, xyxy, slot);
    return this.#still[slot] === 1;
  }

  snapshot(slots: Int32Array): StillState {
    return {
      slots: pack(this.#columns(), slots.length, slots),
      placeCount: this.#placeCount,
      places: pack({ places: [this.#places, PLACE] }, this.#placeCount),
    };
  }

  /** Goes on from a snapshot of `count` slots, as the first ones. */
  restore(state: StillState, count: number): void {
    if (count > this.#still.length) this.#grow(count);
    unpack(this.#columns(), state.slots);
    this.#placeCount = state.placeCount;
    unpack({ places: [this.#places, PLACE] }, state.places);
  }

  #columns(): Columns {
    return {
      anchor: [this.#anchor, 3],
      stillMs: [this.#stillMs, 1],
      lastMs: [this.#lastMs, 1],
      still: [this.#still, 1],
    };
  }

  #moveAnchor(slot: number, tMs: number, xyxy: Float32Array): void {
    const b = slot * 4;
    this.#anchor[slot * 3] = (xyxy[b] + xyxy[b + 2]) / 2;
    this.#anchor[slot * 3 + 1] = (xyxy[b + 1] + xyxy[b + 3]) / 2;
    this.#anchor[slot * 3 + 2] = xyxy[b + 3] - xyxy[b + 1];
    this.#stillMs[slot] = 0;
    this.#lastMs[slot] = tMs;
  }

  #knownPlace(tMs: number, xyxy: Float32Array, slot: number): number {
    const p = this.#places;
    const b = slot * 4;
    for (let i = 0; i < this.#placeCount; i++) {
      const q = i * PLACE;
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
        this.#places.copyWithin(0, PLACE);
        this.#placeCount--;
      }
      at = this.#placeCount++;
      for (let k = 0; k < 4; k++) this.#places[at * PLACE + k] = xyxy[slot * 4 + k];
    }
    this.#places[at * PLACE + 4] = tMs;
  }

  #grow(size: number): void {
    const wider = <T extends Float64Array | Uint8Array>(grown: T, old: T): T => {
      grown.set(old);
      return grown;
    };
    this.#anchor = wider(new Float64Array(size * 3), this.#anchor);
    this.#stillMs = wider(new Float64Array(size), this.#stillMs);
    this.#lastMs = wider(new Float64Array(size), this.#lastMs);
    this.#still = wider(new Uint8Array(size), this.#still);
  }
}
