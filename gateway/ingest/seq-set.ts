/** A set of sequence numbers 1, 2, 3 … kept as ranges: what is contiguous from 1, and the islands beyond. */
export class SeqSet {
  #upTo: number;
  #islands: [number, number][] = [];

  constructor(upTo = 0, ranges: readonly (readonly [number, number])[] = []) {
    this.#upTo = upTo;
    for (const [low, high] of ranges) this.addRange(low, high);
  }

  /** All of 1 … upTo are in the set. */
  get upTo(): number {
    return this.#upTo;
  }

  /** The islands beyond `upTo`, in order, with a gap between any two. */
  get ranges(): readonly (readonly [number, number])[] {
    return this.#islands;
  }

  get last(): number {
    return this.#islands.at(-1)?.[1] ?? this.#upTo;
  }

  /** How many below `last` are not in the set. */
  get missing(): number {
    return this.last - this.#upTo - this.#islands.reduce((sum, [low, high]) => sum + high - low + 1, 0);
  }

  add(seq: number): void {
    this.addRange(seq, seq);
  }

  addRange(low: number, high: number): void {
    if (high <= this.#upTo) return;
    let from = Math.max(low, this.#upTo + 1);
    let to = high;
    // The first island that touches or lies beyond [from, to], and the first that lies wholly beyond it.
    const first = this.#firstEndingFrom(from - 1);
    let after = first;
    while (after < this.#islands.length && this.#islands[after][0] <= to + 1) after++;
    if (after > first) {
      from = Math.min(from, this.#islands[first][0]);
      to = Math.max(to, this.#islands[after - 1][1]);
    }
    if (from === this.#upTo + 1) {
      this.#upTo = to;
      this.#islands.splice(0, after);
    } else {
      this.#islands.splice(first, after - first, [from, to]);
    }
  }

  /** Index of the first island whose end is `seq` or more. */
  #firstEndingFrom(seq: number): number {
    let low = 0;
    let high = this.#islands.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#islands[middle][1] < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
