import type { Grid } from '../../models/geometry/grid.ts';
import type { CellPeriod } from '../store/store.ts';

/** Those on the floor's present grid: an edit of the floor must not smear what was counted before. */
export const onGrid = <P extends CellPeriod>(periods: readonly P[], grid: Grid): P[] =>
  periods.filter((p) => p.columns === grid.columns && p.rows === grid.rows && p.cellM === grid.cellM);

/**
 * The cells to leave out: those that were never left or visited by k in one period (`largest`). Where that is one cell
 * alone, the published cell with the fewest visits goes too, or a total would give the one away.
 */
export function hide(touched: Uint8Array, largest: Float64Array, visits: Float64Array, k: number): Set<number> {
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

/** Which time was seen, over all nodes, and until when there is something; periods come in order of their start. */
export class CellsSeen {
  /** Seconds: messages of one period add, and none is seen more than once. */
  seenS: number | undefined;
  /** End of the newest period. */
  latestMs: number | null = null;
  periods = 0;

  /** Messages of one period are to be added together. */
  add(periods: readonly CellPeriod[]): void {
    const seen = new Map<string, number>();
    for (const { node, startMs, seconds, coverage } of periods) {
      const key = `${node}/${startMs}`;
      seen.set(key, Math.min(seconds, (seen.get(key) ?? 0) + coverage * seconds));
      this.latestMs = Math.max(this.latestMs ?? 0, startMs + seconds * 1000);
      this.periods++;
    }
    for (const seconds of seen.values()) this.seenS = (this.seenS ?? 0) + seconds;
  }
}
