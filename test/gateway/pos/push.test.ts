import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PosPushAnswer } from '../../../models/contract/pos.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { STORE } from '../../support/messages.ts';
import { spanSums } from '../../support/sales.ts';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});
afterEach(() => api.close());

const sale = (changes: object = {}, lines: unknown[] = [{ sku: 'a', quantity: 2, unitPrice: 1.5, net: 3 }]) => ({
  ...{ till: '1', number: '17', time: '2026-03-02T10:00:30Z', currency: 'EUR', lines, ...changes },
});
const send = async (transactions: unknown, status = 200): Promise<PosPushAnswer> => {
  const response = await api.app.inject({
    method: 'POST',
    url: `/api/v1/stores/${STORE}/pos/transactions`,
    headers: { ...(await api.as('manager')) },
    payload: { transactions } as object,
  });
  expect(response.statusCode, response.body).toBe(status);
  return response.json();
};
const T = Date.parse('2026-03-02T10:00:00Z');
const sums = () => spanSums(api.sales, { store: STORE, fromMs: T, toMs: T + 60_000 });

it('stores what is sold, once', async () => {
  expect(await send([sale()])).toEqual({ accepted: 1, duplicates: 0, rejected: 0, rejects: [] });
  expect(await send([sale(), sale({ number: 18 })])).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(await sums()).toMatchObject([{ currency: 'EUR', sales: 2, net: 600, items: 4 }]);
});

it('takes the good lines and says what is wrong with the others', async () => {
  const lines = [{ quantity: 1, net: 1 }, { quantity: 1, net: 1.005 }, { quantity: 'x' }, 7];
  const answer = await send([sale({}, lines), { till: '' }, null]);
  expect(answer).toMatchObject({ accepted: 1, duplicates: 0, rejected: 5 });
  expect(answer.rejects.map(({ line, receiptLine, field }) => [line, receiptLine, field])).toEqual([
    [1, 2, 'net'],
    [1, 3, 'quantity'],
    [1, 4, 'transaction'],
    [2, null, 'transaction'],
    [3, null, 'transaction'],
  ]);
});

it('answers a transaction of too many lines with one reject, and at most 1,000 in all', async () => {
  const nothings = Array.from({ length: 200_000 }, () => 0);
  expect(await send([sale({}, nothings)])).toMatchObject({
    rejected: 1,
    rejects: [{ line: 1, receiptLine: null, field: 'lines', reason: 'are more than 5000' }],
  });
  const bad = Array.from({ length: 700 }, () => 0);
  const answer = await send([sale({}, bad), sale({ number: 18 }, bad)]);
  expect(answer.rejected).toBe(1400);
  expect(answer.rejects.length).toBe(1000);
});

it('leaves what staff collect out of the ratios once, not twice', async () => {
  await send([sale({ staffPurchase: true, clickAndCollect: true }), sale({ number: 18, clickAndCollect: true })]);
  const [{ sales, staff, collect }] = await sums();
  expect(sales - staff - collect).toBe(0);
});
