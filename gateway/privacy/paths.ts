import type { Paths } from '../../models/contract/api/paths.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, toHeatPeriods } from '../api/range.ts';
import { onGrid } from '../figures/cells.ts';
import { type PathFigures, sumPaths } from '../figures/path-sum.ts';
import { STEP_NUMBERS } from '../store/pack.ts';
import { publishedCells } from './cells.ts';
import { toHours } from './ranges.ts';

const WAYS = STEP_NUMBERS - 1;

/**
 * Ways by cell of a floor. Above k 1 each direction of a cell is held against k for itself, hour by hour; one that few took
 * looks like one that nobody took.
 */
export async function publishedPaths(
  context: ApiContext,
  asked: Range,
  floor: string,
  grid: Grid,
): Promise<{ range: Range; figures: PathFigures & Pick<Paths, 'k'> }> {
  const k = threshold(asked.site.site.privacy.k);
  const range = k === 1 ? toHeatPeriods(asked) : toHours(asked);
  const periods = await context.store.paths({ ...range, floor, settled: k > 1 });
  if (k === 1) return { range, figures: { ...sumPaths(periods, grid, k), k } };
  const size = grid.columns * grid.rows * WAYS;
  const sums = publishedCells(range, onGrid(periods, grid), size, k, (period, add) => {
    const { cells } = period;
    for (let c = 0; c < cells.length; c += STEP_NUMBERS) {
      const first = cells[c] * WAYS;
      if (first < size) for (let way = 0; way < WAYS; way++) add(first + way, cells[c + 1 + way], 0);
    }
  });
  const cells: Paths['cells'] = [];
  for (let first = 0; first < size; first += WAYS) {
    const directions = Array.from(sums.count.subarray(first, first + WAYS), (n) => (n > 0 ? n : null));
    if (directions.some((n) => n !== null)) cells.push({ cell: first / WAYS, directions, suppressed: false });
  }
  const suppressedCells = periods.length === 0 ? 0 : size / WAYS - cells.length;
  return { range, figures: { cells, unplaced: null, suppressed: suppressedCells > 0, suppressedCells, k } };
}
