import type { Static } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Inputs,
  ReferenceHistory,
  type ReferenceImports,
  ReferenceVersions,
} from '../../../models/contract/reference.ts';
import { REFERENCE_ROWS } from '../../../models/contract/reference-rows.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

const path = `/api/v1/stores/${STORE}`;
let api: TestApi;
let headers: object;
beforeAll(async () => {
  api = await testApi(testSite({ zones: SHOP_ZONES }));
  headers = await api.as('planner');
});
afterAll(() => api.close());

async function post(kind: string, payload: object, by: object = headers) {
  const response = await api.app.inject({ method: 'POST', url: `${path}/${kind}`, headers: { ...by }, payload });
  return { status: response.statusCode, body: response.json() };
}
const prices = ReferenceVersions(REFERENCE_ROWS.prices);

describe('reference data over the API', () => {
  it('comes in by kind, and is read as of a day', async () => {
    const rows = [
      { sku: 'milk', price: 1 },
      { sku: 'tea', price: 'much' },
      { sku: 'bread', price: 2 },
    ];
    const { status, body } = await post('prices', { rows });
    expect([status, body.accepted, body.rejected]).toEqual([200, 2, 1]);
    expect(body.rejects).toEqual([{ line: 2, field: 'price', reason: '"much" must be number' }]);
    expect((await post('prices', { rows })).body).toMatchObject({ accepted: 0, duplicates: 2, rejected: 1 });
    expect((await post('prices', { rows: [{ sku: 'milk', price: 3 }] })).body).toMatchObject({ accepted: 1 });
    const before = await api.get(prices, `${path}/prices?date=2026-09-30`);
    expect(before.rows.map(({ row }) => row.price)).toEqual([2, 1]);
    // The store's today is 1 October.
    const today = await api.get(prices, `${path}/prices`);
    expect(today.rows.map(({ row }) => row.price)).toEqual([2, 3]);
    const range = await api.get(prices, `${path}/prices?from=2026-09-01&to=2026-12-31`);
    expect(range.rows.map(({ from, row }) => [from, row.price])).toEqual([
      [null, 2],
      [null, 1],
      ['2026-10-01', 3],
    ]);
    expect((await api.get(prices, `${path}/prices?knownAt=2020-01-01T00:00:00Z`)).rows).toEqual([]);
  });

  it('is read page by page', async () => {
    const read: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await api.get(prices, `${path}/prices?from=2026-09-01&to=2026-12-31&limit=1${cursor}`);
      read.push(...page.rows.map(({ key, from }) => `${key} ${from}`));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(read).toEqual(['bread/ null', 'milk/ null', 'milk/ 2026-10-01']);
  });

  it('keeps its history, imports and rejects', async () => {
    const { versions } = await api.get(ReferenceHistory, `${path}/reference/history?kind=prices&key=milk/`);
    expect(versions.map(({ row }) => (row as { price: number }).price)).toEqual([1, 3]);
    const response = await api.app.inject({ url: `${path}/reference/imports`, headers: { ...headers } });
    const { imports } = response.json() as Static<typeof ReferenceImports>;
    expect(imports).toHaveLength(3);
    const { id } = imports[2];
    const rejects = await api.app.inject({ url: `${path}/reference/imports/${id}/rejects`, headers: { ...headers } });
    expect(rejects.json()).toEqual({
      rejects: [{ line: 2, field: 'price', reason: '"much" must be number' }],
      more: false,
    });
  });

  it('says what the models lack', async () => {
    await post('planogram', { rows: [{ zone: 'shelf', sku: 'milk' }] });
    const { inputs, models } = await api.get(Inputs, `${path}/reference`);
    expect(inputs.find(({ input }) => input === 'planogram')?.rows).toBe(1);
    const layout = models.find(({ model }) => model === 'layout')!;
    expect(layout).toMatchObject({
      ready: false,
      missing: [{ input: 'traffic', needed: true }, { input: 'products' }, { input: 'sales' }],
    });
  });

  it.each<[string, object, number]>([
    ['prices', { rows: 'all' }, 400],
    ['prices', {}, 400],
    ['prices', { rows: [], from: '2026-02-30' }, 400],
    ['prices', { rows: [], whole: 'yes' }, 400],
    ['stock', { rows: [], whole: true }, 400],
  ])('refuses %s %j', async (kind, payload, status) => expect((await post(kind, payload)).status).toBe(status));

  it.each(['date=2026-02-30', 'from=2026-01-01', 'from=2026-01-02&to=2026-01-01', 'knownAt=yesterday', 'cursor=x'])(
    'refuses to read %s',
    async (query) => {
      await api.problem(400, `${path}/prices?${query}`);
    },
  );

  it('asks for rights', async () => {
    expect((await post('prices', { rows: [] }, await api.as('viewer'))).status).toBe(403);
    expect((await post('targets', { rows: [] }, await api.as('manager'))).status).toBe(403);
    expect((await post('targets', { rows: [] })).status).toBe(200);
  });
});
