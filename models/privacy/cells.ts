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

export interface CellSums {
  count: Float64Array;
  amount: Float64Array;
  /** 1 where something is withheld. */
  withheld: Uint8Array;
  /** 1 where anybody was, published or not. */
  touched: Uint8Array;
}

export const emptyCells = (size: number): CellSums => ({
  count: new Float64Array(size),
  amount: new Float64Array(size),
  withheld: new Uint8Array(size),
  touched: new Uint8Array(size),
});

/**
 * Adds one hour of cells to `into`: a cell is published where one of its periods had k or more. Every cell and hour
 * stands for itself: no total is published that holds what is withheld.
 */
export function addCellHour(into: CellSums, hour: CellHour, k: number): void {
  for (const cell of hour.cells) {
    into.touched[cell] = 1;
    if (hour.over && hour.largest[cell] >= k) {
      into.count[cell] += hour.count[cell];
      into.amount[cell] += hour.amount[cell];
    } else into.withheld[cell] = 1;
  }
}
