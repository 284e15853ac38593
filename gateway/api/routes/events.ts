import Type from 'typebox';
import { CameraEvents } from '../../../models/contract/api/camera-events.ts';
import { RangeQuery } from '../../../models/contract/api/query.ts';
import { instant } from '../../../models/contract/ids.ts';
import { readRange } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const LIMIT = 1000;

const schema = {
  tags: ['operation'],
  summary: `When cameras were lost, came back or were moved; the first ${LIMIT} of the range`,
  params: StoreParams,
  querystring: Type.Pick(RangeQuery, ['from', 'to']),
  response: { 200: CameraEvents, ...problems },
} as const;

export const events: Route = async (app, { context }) => {
  app.get('/api/v1/stores/:store/events', { schema }, async (request): Promise<CameraEvents> => {
    const range = readRange(context, request.params.store, request.query);
    const rows = await context.store.cameraEvents({ ...range, limit: LIMIT + 1 });
    return {
      ...range.answer,
      events: rows.slice(0, LIMIT).map(({ timeMs, ...row }) => ({ time: instant(timeMs), ...row })),
      more: rows.length > LIMIT,
    };
  });
};
