import type { Paths } from '../../models/contract/api/paths.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import { STEP_NUMBERS } from '../store/pack.ts';
import type { PathPeriod } from '../store/store.ts';
import { hide, onGrid } from './cells.ts';

export type PathFigures = Pick<Paths, 'cells' | 'unplaced' | 'suppressed' | 'suppressedCells'>;
const WAYS = STEP_NUMBERS - 1;

/**
 * Adds periods, in order of their start, into one list of cells with the visits that left them in each direction. Whoever
 * leaves a cell twice in two directions is in both counts, so only those of one direction are surely distinct visits: k
 * is held against the largest of the eight in a cell's largest single period.
 */
export function sumPaths(periods: readonly PathPeriod[], grid: Grid, k: number): PathFigures {
  const size = grid.columns * grid.rows;
  const steps = new Int32Array(size * WAYS);
  const current = new Int32Array(size * WAYS);
  const largest = new Float64Array(size);
  const visits = new Float64Array(size);
  const touched = new Uint8Array(size);
  let unplaced = 0;
  let cells: number[] = [];
  const shown = onGrid(periods, grid);
  shown.forEach((period, i) => {
    for (let c = 0; c < period.cells.length; c += STEP_NUMBERS) {
      const cell = period.cells[c];
      if (cell >= size) continue;
      for (let way = 0; way < WAYS; way++) {
        const n = period.cells[c + 1 + way];
        steps[cell * WAYS + way] += n;
        current[cell * WAYS + way] += n;
        visits[cell] += n;
      }
      touched[cell] = 1;
      cells.push(cell);
    }
    unplaced += period.unplaced;
    // Several messages of one period are one period.
    if (shown[i + 1]?.startMs === period.startMs) return;
    for (const cell of cells) {
      for (let way = cell * WAYS; way < (cell + 1) * WAYS; way++) {
        if (current[way] > largest[cell]) largest[cell] = current[way];
        current[way] = 0;
      }
    }
    cells = [];
  });
  const hidden = hide(touched, largest, visits, k);
  const list: Paths['cells'] = [];
  touched.forEach((is, cell) => {
    if (!is) return;
    const suppressed = hidden.has(cell);
    const directions = suppressed ? null : Array.from(steps.subarray(cell * WAYS, (cell + 1) * WAYS));
    list.push({ cell, directions, suppressed });
  });
  return { cells: list, unplaced, suppressed: hidden.size > 0, suppressedCells: hidden.size };
}
