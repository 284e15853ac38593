import type { Heat } from '../../models/contract/api/heat.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, toHeatPeriods } from '../api/range.ts';
import { latestEnd, onGrid, seenSeconds } from '../figures/cells.ts';
import { type HeatFigures, sumHeat } from '../figures/heat-sum.ts';
import { publishedCells } from './cells.ts';
import { toHours } from './ranges.ts';

export type PublishedHeat = HeatFigures & Pick<Heat, 'k'>;

/**
 * Heat of a floor. Above k 1 a range is widened to whole hours, and what k is held against is a cell's hour; a cell in which
 * few were looks like one in which nobody was.
 */
export async function publishedHeat(
  context: ApiContext,
  asked: Range,
  floor: string,
  grid: Grid,
): Promise<{ range: Range; figures: PublishedHeat }> {
  const k = threshold(asked.site.site.privacy.k);
  const range = k === 1 ? toHeatPeriods(asked) : toHours(asked);
  const periods = await context.store.heat({ ...range, floor, settled: k > 1 });
  if (k === 1) return { range, figures: { ...sumHeat(periods, grid, k), k } };
  const shown = onGrid(periods, grid);
  const size = grid.columns * grid.rows;
  const sums = publishedCells(range, shown, size, k, (period, add) => {
    const { cells } = period;
    for (let c = 0; c < cells.length; c += 3) if (cells[c] < size) add(cells[c], cells[c + 2], cells[c + 1]);
  });
  const dense = (values: Float64Array) => Array.from(values, (n, cell) => (sums.count[cell] > 0 ? n : null));
  const personS = dense(sums.amount);
  const suppressedCells = shown.length === 0 ? 0 : personS.filter((n) => n === null).length;
  return {
    range,
    figures: {
      // What is in no cell may be one person, who went through many of them.
      ...{ personS, visits: dense(sums.count), unplaced: null, k, suppressedCells },
      totalPersonS: personS.reduce<number>((sum, n) => sum + (n ?? 0), 0),
      suppressed: suppressedCells > 0,
      seenS: seenSeconds(shown),
      latestMs: latestEnd(shown),
    },
  };
}
