import { Heat, RangeQuery } from '../../../models/contract/api.ts';
import { instant } from '../../../models/contract/ids.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { sumHeat } from '../../figures/heat-sum.ts';
import { floorOf } from '../floor.ts';
import { readRange, toHeatPeriods } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Person-seconds and visits of each cell of a floor',
  params: StoreParams,
  querystring: RangeQuery,
  response: { 200: Heat, ...problems },
} as const;

export const heat: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/heat', { schema }, async (request): Promise<Heat> => {
    const range = toHeatPeriods(readRange(context, request.params.store, request.query));
    const { site } = range.site;
    const { id, grid, nodes } = floorOf(site, request.query.floor);
    const { k, heatMinutes } = site.privacy;
    const periods = await context.store.heat({ ...range, floor: id });
    const { seenS, latestMs, ...sums } = sumHeat(periods, grid, k);
    const untilMs = judgedUntil(range.toMs, range.nowMs, latestMs, heatMinutes * 60_000);
    return {
      ...range.answer,
      floor: id,
      ...grid,
      ...sums,
      k,
      coverage: coverage(seenS, range.fromMs, untilMs, nodes),
      latest: latestMs === null ? null : instant(latestMs),
    };
  });
};
