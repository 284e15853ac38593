import { Paths } from '../../../models/contract/api/paths.ts';
import { RangeQuery } from '../../../models/contract/api/query.ts';
import { instant } from '../../../models/contract/ids.ts';
import { CellsSeen, onGrid } from '../../figures/cells.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { partsOf } from '../../figures/parts.ts';
import { publishedPaths } from '../../privacy/paths.ts';
import { nextTurn } from '../../turns.ts';
import { floorOf } from '../floor.ts';
import { readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Which way people went on from each cell of a floor',
  description:
    'With k above 1 the range is widened to whole hours, and a direction is the sum of the hours in which k visits or more took it; it is null where there was none, never 0, and a cell is suppressed when all its directions are.',
  params: StoreParams,
  querystring: RangeQuery,
  response: { 200: Paths, ...problems },
} as const;

export const paths: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/paths', { schema }, async (request): Promise<Paths> => {
    const asked = readRange(context, request.params.store, request.query);
    const { id, grid, nodes } = floorOf(asked.site.site, request.query.floor);
    const { range, figures } = await publishedPaths(context, asked, id, grid);
    const { heatMinutes } = range.site.site.privacy;
    // Of a period in which nobody walked there are no ways; that it was seen, its heat says.
    const seen = new CellsSeen();
    for (const part of partsOf(range)) {
      seen.add(onGrid(await context.store.heatSeen({ ...range, ...part, floor: id }), grid));
      await nextTurn();
    }
    const { latestMs } = seen;
    const untilMs = judgedUntil(range.toMs, range.nowMs, latestMs, heatMinutes * 60_000);
    return {
      ...range.answer,
      floor: id,
      ...grid,
      ...figures,
      coverage: coverage(seen.seenS, range.fromMs, untilMs, nodes),
      latest: latestMs === null ? null : instant(latestMs),
    };
  });
};
