import Type from 'typebox';
import { Flows } from '../../../models/contract/api/flows.ts';
import { RangeQuery } from '../../../models/contract/api/query.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import { partsOf } from '../../figures/parts.ts';
import { publishedFlows } from '../../privacy/flows.ts';
import { nextTurn } from '../../turns.ts';
import { floorReports } from '../floor.ts';
import { readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Transitions between zones, and where ways began and ended',
  description:
    'With k above 1 the range is widened to whole hours, and a pair is the sum of the hours in which it was published: k or more in the hour, and no help to work out another. One that never was is null, never 0. The coverage is that of the floors.',
  params: StoreParams,
  querystring: Type.Pick(RangeQuery, ['from', 'to']),
  response: { 200: Flows, ...problems },
} as const;

export const flows: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/flows', { schema }, async (request): Promise<Flows> => {
    const asked = readRange(context, request.params.store, request.query);
    const { range, figures } = await publishedFlows(context, asked);
    let seenS = 0;
    for (const part of partsOf(range)) {
      seenS += (await context.store.floors({ ...range, ...part })).seenS;
      await nextTurn();
    }
    const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
    return {
      ...range.answer,
      ...figures,
      coverage: coverage(seenS > 0 ? seenS : undefined, range.fromMs, untilMs, floorReports(range.site.site)),
    };
  });
};
