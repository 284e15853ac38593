import { AisleError } from '../../models/contract/errors.ts';
import { transportCost } from './transport.ts';

/** Person-seconds by cell, row by row; `cellM` is the cell's edge in metres. */
export interface HeatGrid {
  cellM: number;
  columns: number;
  rows: number;
  personS: readonly number[];
}

/** Above this many cells the exact distance takes seconds: cells are then merged, two by two. */
const MOST_CELLS = 700;

/**
 * Earth mover's distance of two heat maps, each scaled to 1, in metres: how far a person-second has been put from where
 * it belongs, on average. Null where one of the maps is empty. On large maps with more than 700 differing cells, cells
 * are merged and the result is exact to within about one merged cell.
 */
export function heatError(truth: HeatGrid, measured: HeatGrid): number | null {
  if (truth.cellM !== measured.cellM || truth.columns !== measured.columns || truth.rows !== measured.rows) {
    throw new AisleError('BAD_INPUT', 'the two heat maps have different grids', 'Measure with the same site file.');
  }
  const trueTotal = truth.personS.reduce((sum, s) => sum + s, 0);
  const total = measured.personS.reduce((sum, s) => sum + s, 0);
  if (!(trueTotal > 0 && total > 0)) return null;
  let { columns, rows, cellM } = truth;
  // Ground distance is a metric, so mass that both have in a cell may stay there.
  let surplus = truth.personS.map((s, i) => measured.personS[i] / total - s / trueTotal);
  while (surplus.filter((s) => s !== 0).length > MOST_CELLS) {
    surplus = merged(surplus, columns, rows);
    columns = Math.ceil(columns / 2);
    rows = Math.ceil(rows / 2);
    cellM *= 2;
  }
  const over = surplus.flatMap((s, i) => (s > 0 ? [i] : []));
  const under = surplus.flatMap((s, i) => (s < 0 ? [i] : []));
  const distance = (a: number, b: number) => {
    const dx = (over[a] % columns) - (under[b] % columns);
    const dy = Math.floor(over[a] / columns) - Math.floor(under[b] / columns);
    return cellM * Math.hypot(dx, dy);
  };
  return transportCost(
    over.map((i) => surplus[i]),
    under.map((i) => -surplus[i]),
    distance,
  );
}

function merged(values: readonly number[], columns: number, rows: number): number[] {
  const half = Math.ceil(columns / 2);
  const result = new Array<number>(half * Math.ceil(rows / 2)).fill(0);
  values.forEach((value, i) => {
    const row = Math.floor(Math.floor(i / columns) / 2);
    result[row * half + Math.floor((i % columns) / 2)] += value;
  });
  return result;
}
