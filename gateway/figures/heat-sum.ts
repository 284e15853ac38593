import type { Heat } from '../../models/contract/api/heat.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import type { HeatPeriod } from '../store/store.ts';
import { CellsSeen, hide, onGrid } from './cells.ts';

export type HeatFigures = Pick<
  Heat,
  'personS' | 'visits' | 'totalPersonS' | 'unplaced' | 'suppressed' | 'suppressedCells'
> & { seenS: number | undefined; latestMs: number | null };

/** One dense map of many periods; see `HeatSum`. */
export function sumHeat(periods: readonly HeatPeriod[], grid: Grid, k: number): HeatFigures {
  const sum = new HeatSum(grid);
  sum.add(periods);
  return sum.figures(k);
}

/**
 * Adds periods, in order of their start, into one dense map. Messages of one period add first. How many distinct visits
 * a cell had over a range nobody knows, since one visit may be in two periods; it had at least those of its largest
 * single period. A cell where that bound is below k is null in both arrays. Where one cell alone is below k, the
 * published cell with the fewest visits is left out too, or the total would give the one away.
 */
export class HeatSum {
  readonly #grid: Grid;
  readonly #personS: Float64Array;
  readonly #visits: Float64Array;
  readonly #largest: Float64Array;
  readonly #touched: Uint8Array;
  /** Of the period at hand: the visits of each of its cells. */
  readonly #current: Float64Array;
  readonly #unplaced = { personS: 0, visits: 0 };
  readonly #seen = new CellsSeen();

  constructor(grid: Grid) {
    this.#grid = grid;
    const size = grid.columns * grid.rows;
    this.#personS = new Float64Array(size);
    this.#visits = new Float64Array(size);
    this.#largest = new Float64Array(size);
    this.#current = new Float64Array(size);
    this.#touched = new Uint8Array(size);
  }

  /** Messages of one period are to be added together. */
  add(periods: readonly HeatPeriod[]): void {
    const shown = onGrid(periods, this.#grid);
    const size = this.#personS.length;
    let cells: number[] = [];
    shown.forEach((period, i) => {
      for (let c = 0; c < period.cells.length; c += 3) {
        const cell = period.cells[c];
        if (cell >= size) continue;
        this.#personS[cell] += period.cells[c + 1];
        this.#visits[cell] += period.cells[c + 2];
        this.#current[cell] += period.cells[c + 2];
        this.#touched[cell] = 1;
        cells.push(cell);
      }
      this.#unplaced.personS += period.unplacedPersonS;
      this.#unplaced.visits += period.unplacedVisits;
      if (shown[i + 1]?.startMs === period.startMs) return;
      for (const cell of cells) {
        this.#largest[cell] = Math.max(this.#largest[cell], this.#current[cell]);
        this.#current[cell] = 0;
      }
      cells = [];
    });
    this.#seen.add(shown);
  }

  figures(k: number): HeatFigures {
    const hidden = hide(this.#touched, this.#largest, this.#visits, k);
    const total = this.#personS.reduce((sum, seconds) => sum + seconds, this.#unplaced.personS);
    // Where nothing at all was reported nothing is known, and 0 would claim that nobody was there.
    const isNull = (cell: number) => hidden.has(cell) || this.#seen.periods === 0;
    return {
      personS: Array.from(this.#personS, (seconds, cell) => (isNull(cell) ? null : seconds)),
      visits: Array.from(this.#visits, (count, cell) => (isNull(cell) ? null : count)),
      totalPersonS: total,
      unplaced: { ...this.#unplaced },
      suppressed: hidden.size > 0,
      suppressedCells: hidden.size,
      seenS: this.#seen.seenS,
      latestMs: this.#seen.latestMs,
    };
  }
}
