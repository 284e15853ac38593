import { afterEach, expect, it } from 'vitest';
import { PRIVACY_DOCUMENTS, Privacy } from '../../../models/contract/privacy.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());
const base = `/api/v1/stores/${STORE}/privacy`;

it('says what is kept and published, and writes the documents', async () => {
  api = await testApi(testSite({ k: 5 }));
  const answer = await api.get(Privacy, base);
  expect(answer).toMatchObject({ store: STORE, k: 5, kInForce: 5, heatMinutes: 1 });
  expect(answer.grid.visits).toBe('zone and quarter of an hour');
  for (const document of PRIVACY_DOCUMENTS) {
    const response = await api.app.inject({ url: `${base}/${document}`, headers: { host: 'localhost' } });
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/markdown; charset=utf-8']);
    expect(response.body).toMatch(/^# .*Test store|^# We count visits here/);
  }
  await api.problem(400, `${base}/none`);
});

it('says that single visits are published where k is 1', async () => {
  api = await testApi();
  expect(await api.get(Privacy, base)).toMatchObject({ kInForce: 1, grid: { visits: 'zone and minute' } });
});
