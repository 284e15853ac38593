import { type Columns, type PackedColumns, pack, unpack } from './columns.ts';

/** Sightings kept for each track. */
const KEPT = 8;
const STRIDE = 3;
/** The heading is taken over about this time: long enough to stand out of the jitter of boxes. */
const SPAN_MS = 300;

/** Where tracks were seen lately, and so which way they walk. Ring of centres by slot, pixels and ms. */
export class Headings {
  #ring = new Float64Array(64 * KEPT * STRIDE);
  #count = new Int32Array(64);

  start(slot: number, tMs: number, xyxy: Float32Array, index: number): void {
    if (slot >= this.#count.length) this.#grow(slot * 2);
    this.#count[slot] = 0;
    this.add(slot, tMs, xyxy, index);
  }

  add(slot: number, tMs: number, xyxy: Float32Array, index: number): void {
    const at = (slot * KEPT + (this.#count[slot]++ % KEPT)) * STRIDE;
    this.#ring[at] = (xyxy[index * 4] + xyxy[index * 4 + 2]) / 2;
    this.#ring[at + 1] = (xyxy[index * 4 + 1] + xyxy[index * 4 + 3]) / 2;
    this.#ring[at + 2] = tMs;
  }

  /**
   * Cosine between the way walked so far and the way from the last sighting to box `index`: 1 straight on, −1 back, 0
   * where either is too short to have a direction.
   */
  agreement(slot: number, xyxy: Float32Array, index: number): number {
    const count = this.#count[slot];
    const ring = this.#ring;
    const last = (slot * KEPT + ((count - 1) % KEPT)) * STRIDE;
    let from = last;
    for (let back = 2; back <= Math.min(count, KEPT); back++) {
      from = (slot * KEPT + ((count - back) % KEPT)) * STRIDE;
      if (ring[last + 2] - ring[from + 2] >= SPAN_MS) break;
    }
    const wayX = ring[last] - ring[from];
    const wayY = ring[last + 1] - ring[from + 1];
    const nextX = (xyxy[index * 4] + xyxy[index * 4 + 2]) / 2 - ring[last];
    const nextY = (xyxy[index * 4 + 1] + xyxy[index * 4 + 3]) / 2 - ring[last + 1];
    const product = Math.hypot(wayX, wayY) * Math.hypot(nextX, nextY);
    return product < 1 ? 0 : (wayX * nextX + wayY * nextY) / product;
  }

  /** What is known of these slots; of the rows that a new tenant has not filled yet, those of the one before. */
  snapshot(slots: Int32Array): PackedColumns {
    return pack(this.#columns(), slots.length, slots);
  }

  /** Goes on from a snapshot of `count` slots, as the first ones. */
  restore(state: PackedColumns, count: number): void {
    if (count > this.#count.length) this.#grow(count);
    unpack(this.#columns(), state);
  }

  #columns(): Columns {
    return { ring: [this.#ring, KEPT * STRIDE], count: [this.#count, 1] };
  }

  #grow(slots: number): void {
    const ring = new Float64Array(slots * KEPT * STRIDE);
    ring.set(this.#ring);
    this.#ring = ring;
    const count = new Int32Array(slots);
    count.set(this.#count);
    this.#count = count;
  }
}
