import type { Heat } from '../../models/contract/api.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import type { HeatPeriod } from '../store/store.ts';

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
  let seenS: number | undefined;
  let latestMs: number | null = null;
  // Of the period at hand: the visits of each of its cells, and which cells those are.
  const current = new Float64Array(size);
  let cells: number[] = [];
  const shown = periods.filter((p) => p.columns === grid.columns && p.rows === grid.rows && p.cellM === grid.cellM);
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
    latestMs = Math.max(latestMs ?? 0, period.startMs + period.seconds * 1000);
    if (shown[i + 1]?.startMs === period.startMs) return;
    for (const cell of cells) {
      largest[cell] = Math.max(largest[cell], current[cell]);
      current[cell] = 0;
    }
    cells = [];
  });
  for (const [, seconds] of seenByPeriod(shown)) seenS = (seenS ?? 0) + seconds;

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
    seenS,
    latestMs,
  };
}

function hide(touched: Uint8Array, largest: Float64Array, visits: Float64Array, k: number): Set<number> {
  const hidden = new Set<number>();
  touched.forEach((is, cell) => {
    if (is && largest[cell] < k) hidden.add(cell);
  });
  if (hidden.size !== 1) return hidden;
  let partner = -1;
  touched.forEach((is, cell) => {
    if (is && !hidden.has(cell) && (partner < 0 || visits[cell] < visits[partner])) partner = cell;
  });
  if (partner >= 0) hidden.add(partner);
  return hidden;
}

/** Seconds seen of each node's period: messages add, and no period is seen more than once. */
function seenByPeriod(periods: readonly HeatPeriod[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { node, startMs, seconds, coverage } of periods) {
    const key = `${node}/${startMs}`;
    seen.set(key, Math.min(seconds, (seen.get(key) ?? 0) + coverage * seconds));
  }
  return seen;
}
