import { Assignment } from './assignment.ts';

/** How well the track in `slot` and detection `pick` go together: 1 at best; what is below the stage's least is refused. */
export type PairScore = (slot: number, pick: number) => number;

/**
 * One association stage: tracks on one side, detections on the other. The caller lists candidates in `slots` and
 * `picks`; after `match`, `pairedPick(i)` tells the detection of candidate track i.
 */
export class Matcher {
  slots = new Int32Array(64);
  picks = new Int32Array(64);
  slotCount = 0;
  pickCount = 0;
  readonly #assignment = new Assignment();
  #cost = new Float64Array(64 * 64);

  clear(): void {
    this.slotCount = 0;
    this.pickCount = 0;
  }

  addSlot(slot: number): void {
    if (this.slotCount === this.slots.length) this.slots = doubled(this.slots);
    this.slots[this.slotCount++] = slot;
  }

  addPick(detection: number): void {
    if (this.pickCount === this.picks.length) this.picks = doubled(this.picks);
    this.picks[this.pickCount++] = detection;
  }

  /** Pairs the candidates so that the sum of (score − least) is greatest; no pair is below `least`. */
  match(score: PairScore, least: number): void {
    const { slots, picks, slotCount, pickCount } = this;
    if (slotCount * pickCount > this.#cost.length) this.#cost = new Float64Array(slotCount * pickCount * 2);
    const cost = this.#cost;
    let at = 0;
    for (let i = 0; i < slotCount; i++) {
      for (let j = 0; j < pickCount; j++) cost[at++] = 1 - score(slots[i], picks[j]);
    }
    this.#assignment.solve(slotCount, pickCount, cost, 1 - least);
  }

  /** Detection paired with candidate track `i`, −1 where it stays alone. */
  pairedPick(i: number): number {
    const column = this.#assignment.columnOf[i];
    return column < 0 ? -1 : this.picks[column];
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}
