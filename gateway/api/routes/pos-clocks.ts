import Type from 'typebox';
import { DATE_PATTERN, PosClock, PosClocks } from '../../../models/contract/pos.ts';
import { siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const tags = ['sales'];

const list = {
  tags,
  summary: 'Clocks of the tills: how far each was off, the newest days first',
  description: 'Found out each night by when people were seen to leave the tills; days that did not tell are not here.',
  params: StoreParams,
  response: { 200: PosClocks, ...problems },
} as const;

const withdraw = {
  tags,
  summary: 'Takes back the correction of a till’s clock on a day',
  description: 'Its receipts count at the time again that the till says; it is not corrected once more.',
  params: StoreParams,
  querystring: Type.Object(
    { day: Type.String({ pattern: DATE_PATTERN }), till: Type.String({ minLength: 1, maxLength: 64 }) },
    { additionalProperties: false },
  ),
  response: { 200: PosClock, ...problems },
} as const;

export const posClocks: Route = async (app, { context }) => {
  const { clocks } = context.sales;

  app.get('/api/v1/stores/:store/pos/clocks', { schema: list }, async (request) => {
    const { store } = siteOf(context, request.params.store).site;
    return { clocks: await clocks.list(store) };
  });

  app.delete('/api/v1/stores/:store/pos/clocks', { schema: withdraw }, async (request): Promise<PosClock> => {
    const { store } = siteOf(context, request.params.store).site;
    return clocks.withdraw({ store, ...request.query });
  });
};
