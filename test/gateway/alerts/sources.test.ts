import { afterEach, describe, expect, it } from 'vitest';
import { Alerts } from '../../../models/contract/alerts.ts';
import type { LiveEvent } from '../../../models/contract/api/live.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, type TestApiOptions, testApi } from '../../support/api.ts';
import { eventually, testSite } from '../../support/gateway.ts';
import { envelope, NODE, STORE, T0 } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const config = (rule: string) => {
  const parsed = parseGatewayConfig(
    `alerts: { defaults: false, rules: [{ id: rule, threshold: 1, department: x, ${rule} }] }`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
};
const open = async (rule: string, options: TestApiOptions = {}, shop = testSite()) => {
  api = await testApi(shop, T0, { config: config(rule), ...options });
};
const tick = async (atMs: number) => {
  api.time.nowMs = atMs;
  await api.alerts.engine.tick();
};
const current = async () => (await api.get(Alerts, `/api/v1/stores/${STORE}/alerts`)).alerts;

describe('a facing that is out of stock', () => {
  const px: [number, number][] = [
    [0, 0],
    [1, 0],
    [1, 1],
  ];
  const shop = () => {
    const loaded = testSite();
    const facings = ['milk', 'soap', 'rare', 'loose'].map((sku) => ({ id: sku, sku, px, capacity: 8 }));
    return { ...loaded, site: { ...loaded.site, shelves: [{ id: 'dairy', camera: 'door', facings }] } };
  };
  const empty = async () => {
    const skus = ['milk', 'soap', 'rare', 'loose'];
    const events = skus.map((facing, i) =>
      envelope('event/shelf', i + 1, { shelf: 'dairy', facing, change: 'empty' }, { time: instant(T0) }),
    );
    await feed(api.store, ...events);
    await tick(T0 + 20 * 60_000);
    return Object.fromEntries((await current()).map(({ subject, moneyPerHour }) => [subject.slice(6), moneyPerHour]));
  };
  let number = 0;
  const sale = (tMs: number, lines: object[], currency = 'EUR') => ({
    ...{ till: '1', number: ++number, currency, time: instant(tMs), lines },
  });

  it('costs what was taken for it in the same hour of the same weekday', async () => {
    await open('source: shelf-empty, moneyPerHour: 7', {}, shop());
    const at = (weeks: number, minute: number) => T0 - weeks * WEEK_MS + minute * 60_000;
    const milk = (quantity: number, net: number) => ({ sku: 'milk', quantity, net });
    const sales = [
      // Two of the four weeks; in the others the tills told nothing.
      sale(at(1, 5), [milk(3, 4.5), { sku: 'soap', quantity: 1, net: 2 }]),
      sale(at(1, 59), [milk(1, 1.5)]),
      sale(at(2, 30), [milk(4, 6), { sku: 'soap', quantity: -1, net: -2, kind: 'return' }]),
      sale(at(2, 31), [{ sku: 'loose', quantity: 6 }]),
      // Another hour, another day, another week.
      sale(at(1, 60), [milk(100, 150)]),
      sale(at(1, 5) + 24 * HOUR_MS, [milk(100, 150)]),
      sale(at(5, 5), [milk(100, 150)]),
    ];
    expect(await api.tills.push(STORE, sales, 'push')).toMatchObject({ rejected: 0 });
    // 8 units in two hours at 1.50; of soap as much came back; nobody told what the loose ones cost.
    expect(await empty()).toEqual({ milk: 6, soap: 0, rare: 7, loose: 7 });
  });

  it('costs its price at the shelf times what was sold where the tills tell no amounts', async () => {
    await open('source: shelf-empty, moneyPerHour: 7', {}, shop());
    const sales = [sale(T0 - WEEK_MS, [{ sku: 'loose', quantity: 6 }])];
    expect(await api.tills.push(STORE, sales, 'push')).toMatchObject({ accepted: 1 });
    const headers = { 'content-type': 'application/json', ...(await api.as('manager')) };
    const payload = JSON.stringify({ rows: [{ sku: 'loose', name: 'Loose', price: 0.5 }] });
    const response = await api.app.inject({
      method: 'POST',
      url: `/api/v1/stores/${STORE}/products`,
      headers,
      payload,
    });
    expect(response.json(), response.body).toMatchObject({ accepted: 1 });
    expect(await empty()).toMatchObject({ loose: 3, milk: 7 });
  });

  it('costs what the rule says where the tills have told nothing', async () => {
    await open('source: shelf-empty, moneyPerHour: 7', {}, shop());
    expect(await empty()).toEqual({ milk: 7, soap: 7, rare: 7, loose: 7 });
  });
});

it('what could not be read counts for nodes, tills and reference data by themselves, for an hour', async () => {
  await open('source: import-rejected');
  await api.tills.push(STORE, [{ till: '' }, null], 'push');
  const row = { store: STORE, kind: 'products' as const, name: 'p.csv', via: 'push' as const, state: 'done' as const };
  const rest = { started: T0, ended: T0, accepted: 0, duplicates: 0, rejected: 3, error: null };
  await api.db
    .insertInto('reference_import')
    .values({ ...row, ...rest })
    .execute();
  await tick(T0 + 60_000);
  expect((await current()).map(({ subject, value }) => [subject, value]).sort()).toEqual([
    ['reference', 3],
    ['tills', 2],
  ]);
  await tick(T0 + 2 * HOUR_MS);
  await tick(T0 + 2 * HOUR_MS + 120_000);
  expect(await current()).toEqual([]);
});

it('a node that was never heard is silent once it has been in the site file for 15 minutes', async () => {
  await open('source: node-silent');
  const { site, revision } = testSite();
  const without = { ...site, nodes: [] };
  await api.store.keepSite(without, 'before', T0 - 24 * HOUR_MS);
  await api.store.keepSite(site, revision, T0);
  await tick(T0 + 15 * 60_000);
  expect(await current()).toEqual([]);
  await tick(T0 + 16 * 60_000);
  expect(await current()).toMatchObject([
    { subject: NODE, value: 960, text: `Node ${NODE} is silent; it has never been heard.` },
  ]);
});

it('changes of alerts are told to those who watch the store, and to nobody else', async () => {
  await open('source: node-silent, cooldownS: 0, clearS: 0', { open: false, others: [testSite({ store: 'other' })] });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.server.address() as { port: number };
  const stop = new AbortController();
  const watch = async (scope: string) => {
    const heard: string[] = [];
    const url = `http://127.0.0.1:${port}/api/v1/live`;
    const headers = { ...(await api.as('viewer', scope)), host: `127.0.0.1:${port}` };
    const response = await fetch(url, { headers, signal: stop.signal });
    expect(response.status).toBe(200);
    const read = async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        for (const [, event, data] of chunk.matchAll(/event: (\w+)\ndata: (.*)\n/g)) {
          const told = { event, data: JSON.parse(data) } as LiveEvent;
          if (told.event === 'alert') heard.push(`${told.data.store} ${told.data.change} ${told.data.alert.status}`);
        }
      }
    };
    read().catch(() => {});
    return heard;
  };
  const [own, other] = [await watch(`store:${STORE}`), await watch('store:other')];
  const { site, revision } = testSite();
  await api.store.keepSite(site, revision, T0);
  await tick(T0 + HOUR_MS);
  const [alert] = await api.db.selectFrom('alert').select('id').execute();
  const patch = async (action: string) =>
    api.app.inject({
      ...{ method: 'PATCH', url: `/api/v1/stores/${STORE}/alerts/${alert.id}`, payload: { action } },
      headers: await api.as('manager'),
    });
  expect((await patch('claim')).statusCode).toBe(200);
  const view = api.board.node(STORE, NODE);
  view.said = 'online';
  api.board.heard(view);
  await tick(T0 + HOUR_MS);
  await eventually(() => own.length === 3);
  expect(own).toEqual([`${STORE} opened open`, `${STORE} claim claimed`, `${STORE} closed closed`]);
  expect(other).toEqual([]);
  stop.abort();
});
