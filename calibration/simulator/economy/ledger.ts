/** What a day did to one product, in units. Opening + delivered − sold − stolen − spoiled = closing. */
export interface DayLedger {
  opening: Int32Array;
  delivered: Int32Array;
  sold: Int32Array;
  stolen: Int32Array;
  spoiled: Int32Array;
  /** Wanted by somebody who would have bought it, whether it was there or not. */
  wanted: Int32Array;
  /** Of those, lost because it was not there and nothing else would do. */
  lost: Int32Array;
  /** Open milliseconds with an empty shelf. */
  emptyMs: Float64Array;
}

/** A day on which nothing has happened yet, for so many products. */
export const newLedger = (n: number): DayLedger => ({
  opening: new Int32Array(n),
  delivered: new Int32Array(n),
  sold: new Int32Array(n),
  stolen: new Int32Array(n),
  spoiled: new Int32Array(n),
  wanted: new Int32Array(n),
  lost: new Int32Array(n),
  emptyMs: new Float64Array(n),
});
