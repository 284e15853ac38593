import Type from 'typebox';
import { countInterval } from '../../../models/aggregate/interval.ts';
import { Flows, RangeQuery } from '../../../models/contract/api.ts';
import { coverage, judgedUntil } from '../../figures/coverage.ts';
import type { FlowSum } from '../../store/store.ts';
import { floorReports } from '../floor.ts';
import { readRange, toHeatPeriods } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Transitions between zones, and where ways began and ended',
  description:
    'A pair is suppressed when no single period holds k or more of it; its count is null then, never 0. The coverage is that of the floors.',
  params: StoreParams,
  querystring: Type.Pick(RangeQuery, ['from', 'to']),
  response: { 200: Flows, ...problems },
} as const;

export const flows: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/flows', { schema }, async (request): Promise<Flows> => {
    const range = toHeatPeriods(readRange(context, request.params.store, request.query));
    const { site } = range.site;
    const { k } = site.privacy;
    const { flows, unplaced, ends, endsUnplaced } = await context.store.flows(range);
    const { seenS } = await context.store.floors(range);
    const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
    return {
      ...range.answer,
      flows: published(flows, k),
      unplaced,
      ends: endsUnplaced === null ? null : published(ends, k),
      endsUnplaced,
      coverage: coverage(seenS > 0 ? seenS : undefined, range.fromMs, untilMs, floorReports(site)),
    };
  });
};

const published = (pairs: readonly FlowSum[], k: number): Flows['flows'] =>
  pairs.map(({ from, to, count, variance, largest }) => {
    const suppressed = largest < k;
    const interval = suppressed ? null : countInterval(count, variance);
    return { from, to, count: suppressed ? null : count, suppressed, interval };
  });
