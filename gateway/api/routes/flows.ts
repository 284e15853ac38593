import Type from 'typebox';
import { countInterval } from '../../../models/aggregate/interval.ts';
import { Flows, RangeQuery } from '../../../models/contract/api.ts';
import { readRange, toHeatPeriods } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Transitions between zones',
  description:
    'A pair of zones is suppressed when no single period holds k transitions or more; its count is null then, never 0.',
  params: StoreParams,
  querystring: Type.Pick(RangeQuery, ['from', 'to']),
  response: { 200: Flows, ...problems },
} as const;

export const flows: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/flows', { schema }, async (request): Promise<Flows> => {
    const range = toHeatPeriods(readRange(context, request.params.store, request.query));
    const { k } = range.site.site.privacy;
    const sums = await context.store.flows(range);
    return {
      ...range.answer,
      flows: sums.flows.map(({ from, to, count, variance, largest }) => {
        const suppressed = largest < k;
        return {
          from,
          to,
          count: suppressed ? null : count,
          suppressed,
          interval: suppressed ? null : countInterval(count, variance),
        };
      }),
      unplaced: sums.unplaced,
    };
  });
};
