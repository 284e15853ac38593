/** Receipts whose lines are counted at the same time; the one that was not seen for longest is forgotten first. */
const MOST_RECEIPTS = 200_000;

/**
 * The place of a line in its receipt where the till does not number them: its number by the order of the file. Lines of
 * a receipt may be scattered, but not further than 200,000 receipts.
 */
export class Positions {
  readonly #counts = new Map<string, number>();

  next(receipt: string): number {
    const place = (this.#counts.get(receipt) ?? 0) + 1;
    // What is set anew goes to the end of the map's order.
    if (place > 1) this.#counts.delete(receipt);
    else if (this.#counts.size >= MOST_RECEIPTS) this.#counts.delete(this.#counts.keys().next().value!);
    this.#counts.set(receipt, place);
    return place;
  }
}
