import Type from 'typebox';
import { RangeQuery, SeriesQuery, ZoneAnswer, ZonesAnswer } from '../../../models/contract/api.ts';
import { bucketsOf, grainOf } from '../../figures/buckets.ts';
import { judgedUntil } from '../../figures/coverage.ts';
import { pointsOf, seriesOf } from '../../figures/series.ts';
import { zoneFigures } from '../../figures/zone-figures.ts';
import type { ZoneSum } from '../../store/store.ts';
import type { ApiContext } from '../context.ts';
import { notFound } from '../problem.ts';
import { type Range, readRange, refuseLongSeries } from '../range.ts';
import { problems, type Route, StoreParams, ZoneParams } from '../route.ts';

const ZonesQuery = Type.Pick(RangeQuery, ['from', 'to']);

export const zones: Route = async (app, { context }) => {
  app.get(
    '/api/v1/stores/:store/zones',
    {
      schema: {
        tags: ['figures'],
        summary: 'Visits, dwell and occupancy of every zone',
        params: StoreParams,
        querystring: ZonesQuery,
        response: { 200: ZonesAnswer, ...problems },
      },
    },
    async (request): Promise<ZonesAnswer> => {
      const range = readRange(context, request.params.store, request.query);
      return { ...range.answer, zones: await allZones(context, range) };
    },
  );

  app.get(
    '/api/v1/stores/:store/zones/:zone',
    {
      schema: {
        tags: ['figures'],
        summary: 'Visits, dwell and occupancy of one zone over time',
        params: ZoneParams,
        querystring: SeriesQuery,
        response: { 200: ZoneAnswer, ...problems },
      },
    },
    async (request): Promise<ZoneAnswer> => {
      const range = readRange(context, request.params.store, request.query);
      const all = range.site.site.zones;
      const zone = all.find(({ id }) => id === request.params.zone);
      if (!zone) {
        const fix = `Use one of: ${all.map(({ id }) => id).join(', ')}.`;
        throw notFound(`there is no zone ${request.params.zone} in ${range.store}`, fix);
      }
      const bucket = request.query.bucket ?? 'hour';
      refuseLongSeries(range, bucket, 1);
      const buckets = bucketsOf(range.fromMs, range.toMs, bucket, range.site.site.timeZone);
      const sums = await context.store.zones({ ...range, zone: zone.id, grainMs: grainOf(buckets) });
      const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
      const series = seriesOf(sums, buckets, (sum) => sum.zone).get(zone.id);
      const figures = (sum: ZoneSum | undefined, fromMs: number, toMs: number) =>
        zoneFigures(zone.kind, sum, fromMs, toMs);
      return {
        ...range.answer,
        ...{ zone: zone.id, name: zone.name ?? zone.id, kind: zone.kind, bucket },
        total: figures(series?.total, range.fromMs, untilMs),
        points: pointsOf(series, buckets, untilMs, figures),
      };
    },
  );
};

/** The figures of all zones of the site over a range, in the site's order. */
export async function allZones(context: ApiContext, range: Range): Promise<ZonesAnswer['zones']> {
  const sums = await context.store.zones({ ...range, grainMs: Number.POSITIVE_INFINITY });
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  const byZone = new Map(sums.map((sum) => [sum.zone, sum]));
  return range.site.site.zones.map(({ id, name, kind }) => ({
    ...{ zone: id, name: name ?? id, kind },
    ...zoneFigures(kind, byZone.get(id), range.fromMs, untilMs),
  }));
}
