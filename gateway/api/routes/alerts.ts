import Type from 'typebox';
import {
  Alert,
  AlertChannels,
  AlertPatch,
  AlertRules,
  Alerts,
  AlertsQuery,
  PushKey,
  PushSubscription,
} from '../../../models/contract/alerts.ts';
import { AisleError } from '../../../models/contract/errors.ts';
import { Id, instant } from '../../../models/contract/ids.ts';
import { GATEWAY_STORE } from '../../alerts/place.ts';
import { siteOf } from '../range.ts';
import { problems, type Route, StoreParams } from '../route.ts';

const tags = ['alerts'];
const AlertParams = Type.Object({ store: Id, alert: Type.String({ maxLength: 64 }) });
const Done = Type.Object({ status: Type.Literal('ok') });
const schemas = {
  list: {
    ...{ tags, summary: 'Alerts of a store', params: StoreParams, querystring: AlertsQuery },
    response: { 200: Alerts, ...problems },
  },
  listOwn: {
    ...{
      tags,
      summary: 'Alerts of the gateway itself, such as jobs of all stores that fail',
      querystring: AlertsQuery,
    },
    response: { 200: Alerts, ...problems },
  },
  actOwn: {
    ...{ tags, summary: 'Claims, releases, acknowledges or settles an alert of the gateway itself' },
    ...{ params: Type.Pick(AlertParams, ['alert']), body: AlertPatch, response: { 200: Alert, ...problems } },
  },
  act: {
    tags,
    summary: 'Claims, releases, acknowledges or settles an alert',
    description: 'Of two who claim an alert the second is answered 409. Who was told of it hears that it is settled.',
    ...{ params: AlertParams, body: AlertPatch, response: { 200: Alert, ...problems } },
  },
  rules: {
    tags,
    summary: 'Rules, and how often each was right',
    ...{ params: StoreParams, response: { 200: AlertRules, ...problems } },
  },
  channels: { tags, summary: 'What waits on each channel', response: { 200: AlertChannels, ...problems } },
  key: { tags, summary: 'The key that a browser subscribes with', response: { 200: PushKey, ...problems } },
  subscribe: {
    tags,
    summary: 'Tells this browser of the store’s alerts',
    ...{ params: StoreParams, body: PushSubscription, response: { 200: Done, ...problems } },
  },
  unsubscribe: {
    tags,
    summary: 'Tells this browser no more',
    ...{ params: StoreParams, body: Type.Pick(PushSubscription, ['endpoint']), response: { 200: Done, ...problems } },
  },
} as const;

const PAGE = 100;
const ok = { status: 'ok' as const };

export const alerts: Route = async (app, { context }) => {
  const { alerts: office } = context;

  app.get('/api/v1/stores/:store/alerts', { schema: schemas.list }, async (request): Promise<Alerts> => {
    const { store } = siteOf(context, request.params.store).site;
    const { status = 'current', department, limit = PAGE, cursor } = request.query;
    const page = await office.desk.list({ store, all: status === 'all', department, limit, cursor });
    return { now: instant(context.clocks.now(store)), ...page };
  });

  app.get('/api/v1/alerts', { schema: schemas.listOwn }, async (request): Promise<Alerts> => {
    const { status = 'current', department, limit = PAGE, cursor } = request.query;
    const query = { store: GATEWAY_STORE, all: status === 'all', department, limit, cursor };
    return { now: instant(context.clocks.wall()), ...(await office.desk.list(query)) };
  });

  app.patch(
    '/api/v1/alerts/:alert',
    { schema: schemas.actOwn },
    async (request): Promise<Alert> =>
      office.desk.act(GATEWAY_STORE, request.params.alert, { ...request.body, actor: request.actor.name }),
  );

  app.patch('/api/v1/stores/:store/alerts/:alert', { schema: schemas.act }, async (request): Promise<Alert> => {
    const { store } = siteOf(context, request.params.store).site;
    return office.desk.act(store, request.params.alert, { ...request.body, actor: request.actor.name });
  });

  app.get('/api/v1/stores/:store/alerts/rules', { schema: schemas.rules }, async (request): Promise<AlertRules> => {
    const { store } = siteOf(context, request.params.store).site;
    return { rules: await office.desk.rules(store) };
  });

  app.get('/api/v1/alerts/channels', { schema: schemas.channels }, async () => ({ channels: await office.channels() }));

  app.get('/api/v1/push/key', { schema: schemas.key }, async () => ({ publicKey: office.push.publicKey }));

  app.post('/api/v1/stores/:store/push', { schema: schemas.subscribe }, async (request) => {
    const { store } = siteOf(context, request.params.store).site;
    if (office.push.publicKey === null) {
      throw new AisleError('NOT_FOUND', 'this gateway has no channel of kind push', 'Add one to the gateway’s file.');
    }
    await office.push.subscribe(store, request.body);
    return ok;
  });

  app.delete('/api/v1/stores/:store/push', { schema: schemas.unsubscribe }, async (request) => {
    const { store } = siteOf(context, request.params.store).site;
    await office.push.unsubscribe(store, request.body.endpoint);
    return ok;
  });
};
