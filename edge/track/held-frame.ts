import { type Columns, type PackedColumns, pack, unpack } from './columns.ts';

const FIRST_CAPACITY = 32;
const NEARBY = 2;

/** A held-back frame as plain data. */
export interface HeldFrameState {
  tMs: number;
  count: number;
  boxes: PackedColumns;
}

/** The boxes of one held-back frame, as columns. */
export class HeldFrame {
  tMs = 0;
  count = 0;
  /** Number of the birth that the box belongs to. */
  key = new Float64Array(FIRST_CAPACITY);
  /** Public id, 0 while the box is kept back. */
  id = new Float64Array(FIRST_CAPACITY);
  xyxy = new Float32Array(FIRST_CAPACITY * 4);
  score = new Float32Array(FIRST_CAPACITY);
  measured = new Uint8Array(FIRST_CAPACITY);

  /** Makes room for one more box and gives its place. */
  add(key: number, id: number, score: number, measured: 0 | 1): number {
    if (this.count === this.key.length) this.#grow();
    const at = this.count++;
    this.key[at] = key;
    this.id[at] = id;
    this.score[at] = score;
    this.measured[at] = measured;
    return at;
  }

  /** Place of the box of `key`, −1 if there is none. Looks around `hint` first: the order changes little between frames. */
  find(key: number, hint: number): number {
    const { count, key: keys } = this;
    const last = Math.min(hint + NEARBY, count - 1);
    for (let i = Math.max(0, hint - NEARBY); i <= last; i++) if (keys[i] === key) return i;
    for (let i = 0; i < count; i++) if (keys[i] === key) return i;
    return -1;
  }

  snapshot(): HeldFrameState {
    return { tMs: this.tMs, count: this.count, boxes: pack(this.#columns(), this.count) };
  }

  restore({ tMs, count, boxes }: HeldFrameState): void {
    while (this.key.length < count) this.#grow();
    unpack(this.#columns(), boxes);
    this.tMs = tMs;
    this.count = count;
  }

  #columns(): Columns {
    const { key, id, xyxy, score, measured } = this;
    return { key: [key, 1], id: [id, 1], xyxy: [xyxy, 4], score: [score, 1], measured: [measured, 1] };
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
