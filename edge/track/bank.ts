import type { Detections } from '../../models/detector/detections.ts';
import { type Columns, type PackedColumns, pack, unpack } from './columns.ts';
import { KalmanBank, type Motion } from './kalman.ts';

const FIRST_CAPACITY = 64;

/** The live tracks as plain data, oldest first. */
export interface BankState {
  count: number;
  births: number;
  tracks: PackedColumns;
}

/** The live tracks of one tracker, as columns by slot. `order` lists the slots in use, oldest first. */
export class TrackBank {
  count = 0;
  order = new Int32Array(FIRST_CAPACITY);
  /** Number of the birth; never given twice. */
  key = new Float64Array(FIRST_CAPACITY);
  /** Public id, 0 while the track is tentative. */
  id = new Float64Array(FIRST_CAPACITY);
  hits = new Int32Array(FIRST_CAPACITY);
  bornMs = new Float64Array(FIRST_CAPACITY);
  /** Time of the last detection. */
  seenMs = new Float64Array(FIRST_CAPACITY);
  /** Sum of the scores of all detections. */
  scoreSum = new Float64Array(FIRST_CAPACITY);
  /** Box of the filter: the prediction before a detection is taken in, the estimate after it. */
  xyxy = new Float32Array(FIRST_CAPACITY * 4);
  /** Box of the last detection. */
  seen = new Float32Array(FIRST_CAPACITY * 4);
  kalman: KalmanBank;
  readonly #between = new Float32Array(4);
  #free = new Int32Array(FIRST_CAPACITY);
  #dead = new Uint8Array(FIRST_CAPACITY);
  #freeCount = 0;
  #births = 0;

  constructor(motion: Motion) {
    this.kalman = new KalmanBank(FIRST_CAPACITY, motion);
    this.#release(0, FIRST_CAPACITY);
  }

  /** Moves every track on by `dtS` seconds. */
  predict(dtS: number): void {
    for (let i = 0; i < this.count; i++) {
      const slot = this.order[i];
      this.kalman.predict(slot, dtS);
      this.kalman.box(slot, this.xyxy, slot);
    }
  }

  /** Starts a tentative track at detection `index` and gives its slot. */
  birth(tMs: number, detections: Detections, index: number): number {
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#free[--this.#freeCount];
    this.order[this.count++] = slot;
    this.key[slot] = ++this.#births;
    this.id[slot] = 0;
    this.hits[slot] = 1;
    this.bornMs[slot] = tMs;
    this.seenMs[slot] = tMs;
    this.scoreSum[slot] = detections.score[index];
    this.kalman.start(slot, detections.xyxy, index);
    this.kalman.save(slot);
    this.kalman.box(slot, this.xyxy, slot);
    this.remember(slot, detections.xyxy, index);
    return slot;
  }

  /** Takes detection `index` into a track. */
  hit(slot: number, tMs: number, detections: Detections, index: number, noiseScale = 1): void {
    this.kalman.update(slot, detections.xyxy, index, noiseScale);
    this.kalman.save(slot);
    this.kalman.box(slot, this.xyxy, slot);
    this.hits[slot]++;
    this.seenMs[slot] = tMs;
    this.scoreSum[slot] += detections.score[index];
  }

  /**
   * Leads the filter of a slot again from its saved state over a gap, as if the person had walked straight from the
   * last box to detection `index`, and leaves it predicted to `toMs`. Steps are as long as `stepMs`.
   */
  relead(slot: number, fromMs: number, toMs: number, stepMs: number, detections: Detections, index: number): void {
    const steps = Math.max(1, Math.round((toMs - fromMs) / stepMs));
    const dtS = (toMs - fromMs) / steps / 1000;
    this.kalman.restore(slot);
    for (let i = 1; i < steps; i++) {
      const share = i / steps;
      for (let k = 0; k < 4; k++) {
        this.#between[k] = this.seen[slot * 4 + k] * (1 - share) + detections.xyxy[index * 4 + k] * share;
      }
      this.kalman.predict(slot, dtS);
      this.kalman.update(slot, this.#between, 0, 1);
    }
    this.kalman.predict(slot, dtS);
  }

  /** Keeps box `index` of `xyxy` as the last detection. */
  remember(slot: number, xyxy: Float32Array, index: number): void {
    for (let k = 0; k < 4; k++) this.seen[slot * 4 + k] = xyxy[index * 4 + k];
  }

  /** Marks a track for the next `sweep`. */
  kill(slot: number): void {
    this.#dead[slot] = 1;
  }

  /** Frees the slots of killed tracks; the rest keep their order. */
  sweep(): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const slot = this.order[i];
      if (this.#dead[slot] === 1) {
        this.#dead[slot] = 0;
        this.#free[this.#freeCount++] = slot;
      } else {
        this.order[kept++] = slot;
      }
    }
    this.count = kept;
  }

  killAll(): void {
    for (let i = 0; i < this.count; i++) this.kill(this.order[i]);
    this.sweep();
  }

  /** Slots in use, oldest first: the rows of whatever else is kept by slot. */
  slots(): Int32Array {
    return this.order.subarray(0, this.count);
  }

  snapshot(): BankState {
    return { count: this.count, births: this.#births, tracks: pack(this.#columns(), this.count, this.slots()) };
  }

  /** Goes on from a snapshot: its tracks lie in the first slots, in their order. */
  restore({ count, births, tracks }: BankState): void {
    while (this.key.length < count) this.#grow();
    unpack(this.#columns(), tracks);
    this.#births = births;
    this.count = count;
    for (let i = 0; i < count; i++) this.order[i] = i;
    this.#freeCount = 0;
    this.#release(count, this.key.length);
  }

  #columns(): Columns {
    const { key, id, hits, bornMs, seenMs, scoreSum, xyxy, seen } = this;
    return {
      key: [key, 1],
      id: [id, 1],
      hits: [hits, 1],
      bornMs: [bornMs, 1],
      seenMs: [seenMs, 1],
      scoreSum: [scoreSum, 1],
      xyxy: [xyxy, 4],
      seen: [seen, 4],
      ...this.kalman.columns(),
    };
  }

  #release(from: number, to: number): void {
    for (let slot = to - 1; slot >= from; slot--) this.#free[this.#freeCount++] = slot;
  }

  #grow(): void {
    const before = this.key.length;
    const after = before * 2;
    const wider = <T extends Float64Array | Float32Array | Int32Array | Uint8Array>(grown: T, old: T): T => {
      grown.set(old);
      return grown;
    };
    this.order = wider(new Int32Array(after), this.order);
    this.key = wider(new Float64Array(after), this.key);
    this.id = wider(new Float64Array(after), this.id);
    this.hits = wider(new Int32Array(after), this.hits);
    this.bornMs = wider(new Float64Array(after), this.bornMs);
    this.seenMs = wider(new Float64Array(after), this.seenMs);
    this.scoreSum = wider(new Float64Array(after), this.scoreSum);
    this.xyxy = wider(new Float32Array(after * 4), this.xyxy);
    this.seen = wider(new Float32Array(after * 4), this.seen);
    this.#free = wider(new Int32Array(after), this.#free);
    this.#dead = wider(new Uint8Array(after), this.#dead);
    this.kalman.reserve(after);
    this.#release(before, after);
  }
}
