/** A floor cut into square cells; index = row · columns + column, row 0 at the top. */
export interface Grid {
  cellM: number;
  columns: number;
  rows: number;
}

export const gridOf = (floor: { widthM: number; heightM: number; cellM: number }): Grid => ({
  cellM: floor.cellM,
  columns: Math.max(1, Math.ceil(floor.widthM / floor.cellM - 1e-9)),
  rows: Math.max(1, Math.ceil(floor.heightM / floor.cellM - 1e-9)),
});

/** The cell that holds a position in metres, or −1 off the floor and for NaN. */
export function cellAt(grid: Grid, xM: number, yM: number): number {
  const column = Math.floor(xM / grid.cellM);
  const row = Math.floor(yM / grid.cellM);
  if (!(column >= 0 && row >= 0 && column < grid.columns && row < grid.rows)) return -1;
  return row * grid.columns + column;
}
