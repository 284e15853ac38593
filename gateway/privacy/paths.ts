import type { Paths } from '../../models/contract/api/paths.ts';
import type { Grid } from '../../models/geometry/grid.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, toHeatPeriods } from '../api/range.ts';
import { onGrid } from '../figures/cells.ts';
import { partsOf } from '../figures/parts.ts';
import { type PathFigures, PathSum } from '../figures/path-sum.ts';
import { STEP_NUMBERS } from '../store/pack.ts';
import type { PathPeriod } from '../store/store.ts';
import { nextTurn } from '../turns.ts';
import { PublishedCells } from './cells.ts';
import { hoursInParts, toHours } from './ranges.ts';

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
  if (k === 1) {
    const sum = new PathSum(grid);
    for (const part of partsOf(range)) {
      sum.add(await context.store.paths({ ...range, ...part, floor }));
      await nextTurn();
    }
    return { range, figures: { ...sum.figures(k), k } };
  }
  const size = grid.columns * grid.rows * WAYS;
  const published = new PublishedCells<PathPeriod>(size, k, ({ cells }, add) => {
    for (let c = 0; c < cells.length; c += STEP_NUMBERS) {
      const first = cells[c] * WAYS;
      if (first < size) for (let way = 0; way < WAYS; way++) add(first + way, cells[c + 1 + way], 0);
    }
  });
  let told = false;
  for (const { hours, ...part } of hoursInParts(range)) {
    const periods = await context.store.paths({ ...range, ...part, floor, settled: true });
    told ||= periods.length > 0;
    published.add(hours, onGrid(periods, grid));
    await nextTurn();
  }
  const { sums } = published;
  const cells: Paths['cells'] = [];
  for (let first = 0; first < size; first += WAYS) {
    const directions = Array.from(sums.count.subarray(first, first + WAYS), (n) => (n > 0 ? n : null));
    if (directions.some((n) => n !== null)) cells.push({ cell: first / WAYS, directions, suppressed: false });
  }
  const suppressedCells = !told ? 0 : size / WAYS - cells.length;
  return { range, figures: { cells, unplaced: null, suppressed: suppressedCells > 0, suppressedCells, k } };
}
