import type { Paths } from '../../models/contract/api/paths.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import { STEP_NUMBERS } from '../store/pack.ts';
import type { PathPeriod } from '../store/store.ts';
import { hide, onGrid } from './cells.ts';

export type PathFigures = Pick<Paths, 'cells' | 'unplaced' | 'suppressed' | 'suppressedCells'>;
const WAYS = STEP_NUMBERS - 1;

/** One list of cells of many periods; see `PathSum`. */
export function sumPaths(periods: readonly PathPeriod[], grid: Grid, k: number): PathFigures {
  const sum = new PathSum(grid);
  sum.add(periods);
  return sum.figures(k);
}

/**
 * Adds periods, in order of their start, into one list of cells with the visits that left them in each direction. Whoever
 * leaves a cell twice in two directions is in both counts, so only those of one direction are surely distinct visits: k
 * is held against the largest of the eight in a cell's largest single period.
 */
export class PathSum {
  readonly #grid: Grid;
  readonly #steps: Int32Array;
  readonly #current: Int32Array;
  readonly #largest: Float64Array;
  readonly #visits: Float64Array;
  readonly #touched: Uint8Array;
  #unplaced = 0;

  constructor(grid: Grid) {
    this.#grid = grid;
    const size = grid.columns * grid.rows;
    this.#steps = new Int32Array(size * WAYS);
    this.#current = new Int32Array(size * WAYS);
    this.#largest = new Float64Array(size);
    this.#visits = new Float64Array(size);
    this.#touched = new Uint8Array(size);
  }

  /** Messages of one period are to be added together. */
  add(periods: readonly PathPeriod[]): void {
    const shown = onGrid(periods, this.#grid);
    const size = this.#visits.length;
    let cells: number[] = [];
    shown.forEach((period, i) => {
      for (let c = 0; c < period.cells.length; c += STEP_NUMBERS) {
        const cell = period.cells[c];
        if (cell >= size) continue;
        for (let way = 0; way < WAYS; way++) {
          const n = period.cells[c + 1 + way];
          this.#steps[cell * WAYS + way] += n;
          this.#current[cell * WAYS + way] += n;
          this.#visits[cell] += n;
        }
        this.#touched[cell] = 1;
        cells.push(cell);
      }
      this.#unplaced += period.unplaced;
      // Several messages of one period are one period.
      if (shown[i + 1]?.startMs === period.startMs) return;
      for (const cell of cells) this.#close(cell);
      cells = [];
    });
  }

  /** Ends a period of a cell. */
  #close(cell: number): void {
    for (let way = cell * WAYS; way < (cell + 1) * WAYS; way++) {
      if (this.#current[way] > this.#largest[cell]) this.#largest[cell] = this.#current[way];
      this.#current[way] = 0;
    }
  }

  figures(k: number): PathFigures {
    const hidden = hide(this.#touched, this.#largest, this.#visits, k);
    const list: Paths['cells'] = [];
    this.#touched.forEach((is, cell) => {
      if (!is) return;
      const suppressed = hidden.has(cell);
      const directions = suppressed ? null : Array.from(this.#steps.subarray(cell * WAYS, (cell + 1) * WAYS));
      list.push({ cell, directions, suppressed });
    });
    return { cells: list, unplaced: this.#unplaced, suppressed: hidden.size > 0, suppressedCells: hidden.size };
  }
}
