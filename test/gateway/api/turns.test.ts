import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';
import { countTurns } from '../../support/turns.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi(testSite({ zones: SHOP_ZONES, k: 5 }));
});
afterAll(() => api.close());

/** How often others had their turn while a request over many days was answered. */
async function turnsDuring(path: string, days: number): Promise<number> {
  const ended = countTurns();
  const from = new Date(T0 - days * 86_400_000).toISOString();
  const url = `/api/v1/stores/${STORE}/${path}?from=${from}&to=${new Date(T0).toISOString()}`;
  const { statusCode } = await api.app.inject({ url, headers: { host: 'localhost' } });
  const turns = ended();
  expect(statusCode).toBe(200);
  return turns;
}

it.each([
  ['flows', 20, 20 / 4],
  ['funnel', 20, 20 * 4],
])('%s of %d days are read in parts, others being answered in between', async (path, days, least) => {
  expect(await turnsDuring(path, days)).toBeGreaterThanOrEqual(least);
});
