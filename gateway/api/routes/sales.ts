import Type from 'typebox';
import { SeriesQuery } from '../../../models/contract/api/query.ts';
import { instant } from '../../../models/contract/ids.ts';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { readSales } from '../../figures/sales.ts';
import { readRange, refuseLongSeries } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const schema = {
  tags: ['figures'],
  summary: 'What the tills took, and conversion',
  description:
    'Buckets are those of the store’s time zone. Conversion leaves out what staff bought and what was bought before; where the entrances were seen for less than half of the time it is not known.',
  params: StoreParams,
  querystring: Type.Object(
    { ...SeriesQuery.properties, currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })) },
    { additionalProperties: false },
  ),
  response: { 200: SalesAnswer, ...problems },
} as const;

export const sales: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/sales', { schema }, async (request): Promise<SalesAnswer> => {
    const range = readRange(context, request.params.store, request.query);
    const { bucket = 'hour', currency } = request.query;
    refuseLongSeries(range, bucket, 1);
    const { told, ...answer } = await readSales(context, range, bucket, currency);
    return { ...range.answer, bucket, tillsUntil: told ? instant(told.newestMs + 60_000) : null, ...answer };
  });
};
