import Type from 'typebox';
import { RangeQuery, SeriesQuery } from '../../../models/contract/api/query.ts';
import { ZoneAnswer, ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { published } from '../../privacy/ranges.ts';
import { publishedZoneSeries, publishedZones } from '../../privacy/zones.ts';
import type { ApiContext } from '../context.ts';
import { notFound } from '../problem.ts';
import { type Range, readRange } from '../range.ts';
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
      return { ...published(range).answer, zones: await allZones(context, range) };
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
      const { bucket = 'hour' } = request.query;
      const series = await publishedZoneSeries(context, range, zone, bucket);
      const { total, points } = series;
      return {
        ...series.range.answer,
        ...{ zone: zone.id, name: zone.name ?? zone.id, kind: zone.kind, bucket: series.bucket, total, points },
      };
    },
  );
};

/** The figures of all zones of the site over a range, in the site's order. */
export async function allZones(context: ApiContext, range: Range): Promise<ZonesAnswer['zones']> {
  const zones = await publishedZones(context, range);
  return zones.map(({ zone: { id, name, kind }, shares: _, ...figures }) => ({
    zone: id,
    name: name ?? id,
    kind,
    ...figures,
  }));
}
