import type { Heat } from '../../models/contract/api/heat.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import type { HeatPeriod } from '../store/store.ts';
import { hide, latestEnd, onGrid, seenSeconds } from './cells.ts';

export type HeatFigures = Pick<
  Heat,
  'personS' | 'visits' | 'totalPersonS' | 'unplaced' | 'suppressed' | 'suppressedCells'
> & { seenS: number | undefined; latestMs: number | null };

/**
 * Adds periods, in order of their start, into one dense map. Messages of one period add first. How many distinct visits
 * a cell had over a range nobody knows, since one visit may be in two periods; it had at least those of its largest
 * single period. A cell where that bound is below k is null in both arrays. Where one cell alone is below k, the
 * published cell with the fewest visits is left out too, or the total would give the one away.
 */
export function sumHeat(periods: readonly HeatPeriod[], grid: Grid, k: number): HeatFigures {
  const size = grid.columns * grid.rows;
  const personS = new Float64Array(size);
  const visits = new Float64Array(size);
  const largest = new Float64Array(size);
  const touched = new Uint8Array(size);
  const unplaced = { personS: 0, visits: 0 };
  // Of the period at hand: the visits of each of its cells, and which cells those are.
  const current = new Float64Array(size);
  let cells: number[] = [];
  const shown = onGrid(periods, grid);
  shown.forEach((period, i) => {
    for (let c = 0; c < period.cells.length; c += 3) {
      const cell = period.cells[c];
      if (cell >= size) continue;
      personS[cell] += period.cells[c + 1];
      visits[cell] += period.cells[c + 2];
      current[cell] += period.cells[c + 2];
      touched[cell] = 1;
      cells.push(cell);
    }
    unplaced.personS += period.unplacedPersonS;
    unplaced.visits += period.unplacedVisits;
    if (shown[i + 1]?.startMs === period.startMs) return;
    for (const cell of cells) {
      largest[cell] = Math.max(largest[cell], current[cell]);
      current[cell] = 0;
    }
    cells = [];
  });

  const hidden = hide(touched, largest, visits, k);
  const total = personS.reduce((sum, seconds) => sum + seconds, unplaced.personS);
  return {
    // Where nothing at all was reported nothing is known, and 0 would claim that nobody was there.
    personS: Array.from(personS, (seconds, cell) => (hidden.has(cell) || shown.length === 0 ? null : seconds)),
    visits: Array.from(visits, (count, cell) => (hidden.has(cell) || shown.length === 0 ? null : count)),
    totalPersonS: total,
    unplaced,
    suppressed: hidden.size > 0,
    suppressedCells: hidden.size,
    seenS: seenSeconds(shown),
    latestMs: latestEnd(shown),
  };
}
