import { SeriesQuery, Traffic } from '../../../models/contract/api.ts';
import { bucketsOf, grainOf } from '../../figures/buckets.ts';
import { judgedUntil } from '../../figures/coverage.ts';
import { seriesOf } from '../../figures/series.ts';
import { trafficPoint } from '../../figures/traffic-figures.ts';
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
    const byLine = seriesOf(sums, buckets, (sum) => sum.line);
    const lines = [...new Set([...range.site.site.lines.map((line) => line.id), ...byLine.keys()])];
    const heard = new Set([...byLine.values()].flatMap((series) => [...series.byBucket.keys()]));
    const points = buckets.flatMap((span, i) =>
      span.startMs >= untilMs && bucket !== 'total' && !heard.has(i)
        ? []
        : lines.map((line) => trafficPoint(line, span, byLine.get(line)?.byBucket.get(i), untilMs)),
    );
    return { ...range.answer, bucket, points };
  });
};
