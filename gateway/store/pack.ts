import type { HeatCell, PathCell } from '../../models/contract/aggregate.ts';

/**
 * A period's cells as doubles, three a cell. One row a period instead of one a cell: a store-day of one-minute periods
 * is 1,440 rows to read instead of some 90,000.
 */
export function packCells(cells: readonly HeatCell[]): Uint8Array {
  const packed = new Float64Array(cells.length * 3);
  cells.forEach((cell, i) => {
    packed.set(cell, i * 3);
  });
  return Buffer.from(packed.buffer);
}

/** The data base may hand out bytes at any offset; doubles want theirs aligned, hence a copy (a Buffer's slice is none). */
export const unpackCells = (bytes: Uint8Array): Float64Array => new Float64Array(new Uint8Array(bytes).buffer);

/** Numbers of a packed cell of ways. */
export const STEP_NUMBERS = 9;

/** As `packCells`, in whole numbers of 32 bits, nine a cell: its index, and who left it in each direction. */
export function packSteps(cells: readonly PathCell[]): Uint8Array {
  const packed = new Int32Array(cells.length * STEP_NUMBERS);
  cells.forEach(([index, directions], i) => {
    packed[i * STEP_NUMBERS] = index;
    packed.set(directions, i * STEP_NUMBERS + 1);
  });
  return Buffer.from(packed.buffer);
}

export const unpackSteps = (bytes: Uint8Array): Int32Array => new Int32Array(new Uint8Array(bytes).buffer);
