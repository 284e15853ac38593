import { SeriesQuery } from '../../../models/contract/api/query.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { publishedTraffic } from '../../privacy/lines.ts';
import { readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'Crossings of each line and direction',
  description:
    'Buckets are those of the store’s time zone. Every line of the site has a point in every bucket that has begun and can be judged; `null` where nothing was seen. Doors are published as they are; with k above 1 lines inside the store only from quarters and hours with k crossings or more, and ways of staff never.',
  params: StoreParams,
  querystring: SeriesQuery,
  response: { 200: Traffic, ...problems },
} as const;

export const traffic: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/traffic', { schema }, async (request): Promise<Traffic> => {
    const asked = readRange(context, request.params.store, request.query);
    const { bucket = 'hour' } = request.query;
    const { range, points } = await publishedTraffic(context, asked, bucket);
    return { ...range.answer, bucket, points };
  });
};
