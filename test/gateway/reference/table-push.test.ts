import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReferenceVersions } from '../../../models/contract/reference.ts';
import { REFERENCE_ROWS } from '../../../models/contract/reference-rows.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { STORE } from '../../support/messages.ts';

const path = `/api/v1/stores/${STORE}`;
let api: TestApi;
let headers: Record<string, string>;
beforeAll(async () => {
  api = await testApi();
  headers = await api.as('planner');
});
afterAll(() => api.close());

async function post(kind: string, payload: string | Buffer, query = '', type = 'text/csv') {
  const response = await api.app.inject({
    ...{ method: 'POST', url: `${path}/${kind}${query}`, payload },
    headers: { ...headers, 'content-type': type },
  });
  return { status: response.statusCode, body: response.json() };
}
const products = ReferenceVersions(REFERENCE_ROWS.products);
const imports = async () =>
  (await api.app.inject({ url: `${path}/reference/imports`, headers })).json().imports as Record<string, unknown>[];

describe('a table over HTTP', () => {
  it('is taken in as the command line does it: bad rows with their line, columns that nobody knows by name', async () => {
    const csv = 'SKU;Name;price;colour\nmilk;Milk;1,20;white\ntea;Tea;much;green\n\n';
    const { status, body } = await post('products', csv, '?name=spring.csv');
    expect([status, body.accepted, body.rejected, body.ignored]).toEqual([200, 1, 1, ['colour']]);
    expect(body.rejects).toEqual([{ line: 3, field: 'price', reason: '"much" must be number' }]);
    const { rows } = await api.get(products, `${path}/products`);
    expect(rows.map(({ row }) => row)).toEqual([{ sku: 'milk', name: 'Milk', price: 1.2 }]);
    expect((await imports())[0]).toMatchObject({ name: 'spring.csv', via: 'push', state: 'done', rejected: 1 });
    expect((await post('products', csv)).body).toMatchObject({ accepted: 0, duplicates: 1, rejected: 1 });
  });

  it('may be packed, in Latin-1, in lines, with an effective date, and all there is', async () => {
    const table = gzipSync(Buffer.from('sku,name,price\nmilk,Milch für alle,2\nbrot,Brötchen,1\n', 'latin1'));
    expect((await post('products', table, '?from=2026-10-05')).body).toMatchObject({ accepted: 2, rejected: 0 });
    const { rows } = await api.get(products, `${path}/products?date=2026-10-05`);
    expect(rows.map(({ row }) => row.name)).toEqual(['Brötchen', 'Milch für alle']);
    const lines = '{"sku":"milk","price":3}\n{"sku":\n';
    const told = await post('products', lines, '?from=2026-10-06', 'application/x-ndjson');
    expect(told.body).toMatchObject({ accepted: 1, rejected: 1, rejects: [{ line: 2 }] });
    const whole = await post('products', 'sku,price\nmilk,4\n', '?whole=true&from=2026-10-07');
    expect(whole.body).toMatchObject({ accepted: 1, ended: 1 });
  });

  it('of any length comes in parts', async () => {
    const rows = Array.from({ length: 7001 }, (_, i) => `p${i},${i / 100}`);
    const { body } = await post('prices', `sku,price\n${rows.join('\n')}\n`);
    expect(body).toMatchObject({ accepted: 7001, rejected: 0 });
  });

  it.each<[string, string, string | Buffer, string, number, RegExp]>([
    ['with no column of the kind', 'products', 'a,b\n1,2\n', '', 422, /has no column of products/],
    ['with nothing in it', 'products', '', '', 422, /no line/],
    ['with a head alone', 'products', 'sku,price\n', '', 422, /no row/],
    ['that is no text', 'products', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), '', 422, /zip archive/],
    ['that says who works', 'roster', 'date,start,end,area,employee\n', '', 422, /never who/],
    ['with a day that is none', 'products', 'sku\nx\n', '?from=2026-02-30', 400, /is no day/],
    ['of days as all there is', 'weather', 'date,rain\n2026-01-01,1\n', '?whole=true', 400, /own days/],
  ])('%s is refused, with what to do', async (_, kind, body, query, status, reason) => {
    const answer = await post(kind, body, query);
    expect([answer.status, answer.body.detail], JSON.stringify(answer.body)).toEqual([
      status,
      expect.stringMatching(reason),
    ]);
    expect(answer.body.fix).toBeTruthy();
    if (status === 422) expect((await imports())[0]).toMatchObject({ state: 'failed' });
  });

  it('needs the right to import, and says what types there are', async () => {
    const by = { ...(await api.as('viewer')), 'content-type': 'text/csv' };
    const refused = await api.app.inject({ method: 'POST', url: `${path}/products`, headers: by, payload: 'sku\nx\n' });
    expect(refused.statusCode).toBe(403);
    expect((await post('products', 'sku\nx\n', '', 'application/pdf')).status).toBe(415);
    const json = await post('products', '{"rows":[]}', '?whole=true', 'application/json');
    expect([json.status, json.body.fix]).toEqual([400, 'Put them into the body.']);
  });
});
