/**
 * Sums of one hour over many cells, sparse. One person may be in a cell in several periods, so only the visits of a
 * single period are surely distinct: `largest` of them is held against k.
 */
export interface CellHour {
  cells: Iterable<number>;
  count: Float64Array;
  /** What goes with the count, e.g. person-seconds. */
  amount: Float64Array;
  largest: Float64Array;
  /** No more of this hour will come; what is not over is not published. */
  over: boolean;
}

/** Published sums; where the count is 0 nothing is. */
export interface CellSums {
  count: Float64Array;
  amount: Float64Array;
}

export const emptyCells = (size: number): CellSums => ({
  count: new Float64Array(size),
  amount: new Float64Array(size),
});

/**
 * Adds one hour of cells to `into`: a cell is published where one of its periods had k or more. Every cell and hour stands
 * for itself. Of the others nothing is said, neither that somebody was there nor that nobody was: for each hour in which
 * few were there is one in which they were not, and all that is published is the same.
 */
export function addCellHour(into: CellSums, hour: CellHour, k: number): void {
  if (!hour.over) return;
  for (const cell of hour.cells) {
    if (hour.largest[cell] < k) continue;
    into.count[cell] += hour.count[cell];
    into.amount[cell] += hour.amount[cell];
  }
}
