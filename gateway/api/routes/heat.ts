import { Heat } from '../../../models/contract/api/heat.ts';
import { RangeQuery } from '../../../models/contract/api/query.ts';
import { instant } from '../../../models/contract/ids.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { publishedHeat } from '../../privacy/heat.ts';
import { floorOf } from '../floor.ts';
import { readRange } from '../range.ts';
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
    const asked = readRange(context, request.params.store, request.query);
    const { id, grid, nodes } = floorOf(asked.site.site, request.query.floor);
    const { range, figures } = await publishedHeat(context, asked, id, grid);
    const { seenS, latestMs, ...sums } = figures;
    const { heatMinutes } = range.site.site.privacy;
    const untilMs = judgedUntil(range.toMs, range.nowMs, latestMs, heatMinutes * 60_000);
    return {
      ...range.answer,
      floor: id,
      ...grid,
      ...sums,
      coverage: coverage(seenS, range.fromMs, untilMs, nodes),
      latest: latestMs === null ? null : instant(latestMs),
    };
  });
};
