import { addCellHour, type CellSums, emptyCells } from '../../models/privacy/cells.ts';
import type { Range } from '../api/range.ts';
import type { CellPeriod } from '../store/store.ts';
import { daysOf } from './grid.ts';

/** Tells what a period says of its cells: `add(cell, count, amount)`. */
export type Say<P> = (period: P, add: (cell: number, count: number, amount: number) => void) => void;

/**
 * Published sums of `size` cells over a range of whole hours of the store's clock. A period belongs to the hour in which
 * it begins; several messages of one period add. `periods` in order of their start.
 */
export function publishedCells<P extends CellPeriod>(
  range: Range,
  periods: readonly P[],
  size: number,
  k: number,
  say: Say<P>,
): CellSums {
  const sums = emptyCells(size);
  const [count, amount, largest] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const current = new Float64Array(size);
  let next = 0;
  for (const hour of daysOf(range.fromMs, range.toMs, range.site.site, range.nowMs).flatMap((d) => d.hours)) {
    const cells = new Set<number>();
    let period = new Set<number>();
    while (next < periods.length && periods[next].startMs < hour.endMs) {
      const one = periods[next++];
      say(one, (cell, n, much) => {
        if (n === 0 && much === 0) return;
        count[cell] += n;
        amount[cell] += much;
        current[cell] += n;
        period.add(cell);
      });
      if (periods[next]?.startMs === one.startMs) continue;
      for (const cell of period) {
        largest[cell] = Math.max(largest[cell], current[cell]);
        current[cell] = 0;
        cells.add(cell);
      }
      period = new Set();
    }
    addCellHour(sums, { cells, count, amount, largest, over: hour.over }, k);
    for (const cell of cells) count[cell] = amount[cell] = largest[cell] = 0;
  }
  return sums;
}
