import { SeriesQuery, Traffic } from '../../../models/contract/api.ts';
import { bucketIndex, bucketsOf, grainOf } from '../../figures/buckets.ts';
import { judgedUntil } from '../../figures/coverage.ts';
import { addTrafficSums, trafficPoint } from '../../figures/traffic-figures.ts';
import type { TrafficSum } from '../../store/store.ts';
import { readRange, refuseLongSeries } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Crossings of each line and direction',
  description:
    'Buckets are those of the store’s time zone. Every line of the site has a point in every bucket that has begun and can be judged; `null` where nothing was seen.',
  params: StoreParams,
  querystring: SeriesQuery,
  response: { 200: Traffic, ...problems },
} as const;

export const traffic: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/traffic', { schema }, async (request): Promise<Traffic> => {
    const range = readRange(context, request.params.store, request.query);
    const bucket = request.query.bucket ?? 'hour';
    refuseLongSeries(range, bucket, range.site.site.lines.length);
    const buckets = bucketsOf(range.fromMs, range.toMs, bucket, range.site.site.timeZone);
    const sums = await context.store.traffic({ ...range, grainMs: grainOf(buckets) });
    const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
    const lines = [...new Set([...range.site.site.lines.map((line) => line.id), ...sums.map((sum) => sum.line)])];
    const table = buckets.map(() => new Map<string, TrafficSum>());
    for (const sum of sums) {
      const cell = table[bucketIndex(buckets, sum.slot)];
      cell.set(sum.line, addTrafficSums(cell.get(sum.line), sum));
    }
    const points = buckets.flatMap((span, i) =>
      span.startMs >= untilMs && bucket !== 'total' && table[i].size === 0
        ? []
        : lines.map((line) => trafficPoint(line, span, table[i].get(line), untilMs)),
    );
    return { ...range.answer, bucket, points };
  });
};
