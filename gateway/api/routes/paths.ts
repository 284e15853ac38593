import { Paths, RangeQuery } from '../../../models/contract/api.ts';
import { instant } from '../../../models/contract/ids.ts';
import { latestEnd, onGrid, seenSeconds } from '../../figures/cells.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { sumPaths } from '../../figures/path-sum.ts';
import { floorOf } from '../floor.ts';
import { readRange, toHeatPeriods } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Which way people went on from each cell of a floor',
  description:
    'A cell is suppressed when in no single period k visits or more left it one way; its directions are null then, never 0.',
  params: StoreParams,
  querystring: RangeQuery,
  response: { 200: Paths, ...problems },
} as const;

export const paths: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/paths', { schema }, async (request): Promise<Paths> => {
    const range = toHeatPeriods(readRange(context, request.params.store, request.query));
    const { site } = range.site;
    const { id, grid, nodes } = floorOf(site, request.query.floor);
    const { k, heatMinutes } = site.privacy;
    const periods = await context.store.paths({ ...range, floor: id });
    // Of a period in which nobody walked there are no ways; that it was seen, its heat says.
    const seen = onGrid(await context.store.heatSeen({ ...range, floor: id }), grid);
    const latestMs = latestEnd(seen);
    const untilMs = judgedUntil(range.toMs, range.nowMs, latestMs, heatMinutes * 60_000);
    return {
      ...range.answer,
      floor: id,
      ...grid,
      ...sumPaths(periods, grid, k),
      k,
      coverage: coverage(seenSeconds(seen), range.fromMs, untilMs, nodes),
      latest: latestMs === null ? null : instant(latestMs),
    };
  });
};
