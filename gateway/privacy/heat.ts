import type { Heat } from '../../models/contract/api/heat.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, toHeatPeriods } from '../api/range.ts';
import { CellsSeen, onGrid } from '../figures/cells.ts';
import { type HeatFigures, HeatSum } from '../figures/heat-sum.ts';
import { partsOf } from '../figures/parts.ts';
import type { HeatPeriod } from '../store/store.ts';
import { nextTurn } from '../turns.ts';
import { PublishedCells } from './cells.ts';
import { hoursInParts, toHours } from './ranges.ts';

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
  if (k === 1) {
    const sum = new HeatSum(grid);
    for (const part of partsOf(range)) {
      sum.add(await context.store.heat({ ...range, ...part, floor }));
      await nextTurn();
    }
    return { range, figures: { ...sum.figures(k), k } };
  }
  const size = grid.columns * grid.rows;
  const cells = new PublishedCells<HeatPeriod>(size, k, ({ cells }, add) => {
    for (let c = 0; c < cells.length; c += 3) if (cells[c] < size) add(cells[c], cells[c + 2], cells[c + 1]);
  });
  const seen = new CellsSeen();
  for (const { hours, ...part } of hoursInParts(range)) {
    const shown = onGrid(await context.store.heat({ ...range, ...part, floor, settled: true }), grid);
    cells.add(hours, shown);
    seen.add(shown);
    await nextTurn();
  }
  const { sums } = cells;
  const dense = (values: Float64Array) => Array.from(values, (n, cell) => (sums.count[cell] > 0 ? n : null));
  const personS = dense(sums.amount);
  const suppressedCells = seen.periods === 0 ? 0 : personS.filter((n) => n === null).length;
  return {
    range,
    figures: {
      // What is in no cell may be one person, who went through many of them.
      ...{ personS, visits: dense(sums.count), unplaced: null, k, suppressedCells },
      totalPersonS: personS.reduce<number>((sum, n) => sum + (n ?? 0), 0),
      suppressed: suppressedCells > 0,
      seenS: seen.seenS,
      latestMs: seen.latestMs,
    },
  };
}
