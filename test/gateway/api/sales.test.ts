import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

const MINUTE = 60_000;
let api: TestApi;
afterAll(() => api.close());

const transaction = (number: number, minute: number, more: object = {}) => ({
  ...{
    businessDay: '2026-10-01',
    till: '1',
    number: String(number),
    time: new Date(T0 + minute * MINUTE).toISOString(),
  },
  ...{ kind: 'sale', currency: 'EUR' },
  lines: [{ line: 1, sku: 'milk', quantity: 2, net: 3.5 }],
  ...more,
});

beforeAll(async () => {
  api = await testApi();
  // An hour: two people a minute, one unit each; the camera sees nothing from minute 40 on.
  for (let minute = 0; minute < 40; minute++) {
    await feed(
      api.store,
      envelope('agg/traffic', minute + 1, traffic(minute, { in: 2, out: 0, unitsIn: 1, unitsOut: 0 })),
    );
  }
});

const sales = (query = 'bucket=total') => api.get(SalesAnswer, `/api/v1/stores/${STORE}/sales?${query}`);
const hour = `from=${new Date(T0).toISOString()}&to=${new Date(T0 + 60 * MINUTE).toISOString()}`;

describe('sales and conversion', () => {
  it('are not known before the tills have told', async () => {
    const { total, tillsUntil } = await sales(`${hour}&bucket=hour`);
    expect(tillsUntil).toBeNull();
    expect(total).toMatchObject({ transactions: null, net: null, entries: 80, units: 40 });
    expect(total.conversion).toEqual({ value: null, interval: null });
  });

  it('come from the tills, the doors and what both saw', async () => {
    // One sale every second minute, the whole hour; two by staff.
    const pushed = Array.from({ length: 30 }, (_, i) => transaction(i, 2 * i, i < 2 ? { staffPurchase: true } : {}));
    const answer = await api.tills.push(STORE, pushed, 'push');
    expect(answer).toMatchObject({ accepted: 30, rejected: 0 });
    const { total, points, currency } = await sales(`${hour}&bucket=quarter`);
    expect(currency).toBe('EUR');
    expect(total).toMatchObject({
      transactions: 30,
      staff: 2,
      net: 105,
      items: 60,
      itemsPerTransaction: 2,
      matched: 18,
    });
    expect(total.coverage).toBeCloseTo(2 / 3);
    expect(total.conversion.value).toBeCloseTo(18 / 40);
    expect(total.perPerson.value).toBeCloseTo(18 / 80);
    expect(total.netPerEntry.value).toBeCloseTo((3.5 * 18) / 80);
    expect(points.map((point) => point.transactions)).toEqual([8, 7, 8, 7]);
    expect(points.map((point) => point.conversion.value !== null)).toEqual([true, true, true, false]);
    expect(points[3]).toMatchObject({ entries: null, coverage: null, matched: 0 });
  });

  it('take what the tills have not told of yet for not known', async () => {
    const later = `from=${new Date(T0 - 60 * MINUTE).toISOString()}&bucket=hour`;
    const { points } = await sales(later);
    expect(points.map((point) => point.transactions)).toEqual([0, 30]);
    api.time.nowMs = T0 + 150 * MINUTE;
    const { points: on } = await sales(later);
    expect(on.map((point) => point.transactions)).toEqual([0, 30, null, null]);
  });

  it('count a minute’s sales in that minute alone, in a long range too', async () => {
    const from = new Date(T0 - 4 * 86_400_000).toISOString();
    const { points } = await sales(`from=${from}&to=${new Date(T0 + 60 * MINUTE).toISOString()}&bucket=minute`);
    expect(points.reduce((sum, point) => sum + (point.transactions ?? 0), 0)).toBe(30);
  });

  it('are not known of days before the tills were there: they sold nobody knows what', async () => {
    const days = await sales(
      `from=${new Date(T0 - 3 * 86_400_000).toISOString()}&to=${new Date(T0).toISOString()}&bucket=day`,
    );
    expect(days.points.map(({ transactions, items }) => [transactions, items])).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [0, 0],
    ]);
  });

  it('make no ratio of who came in after the newest receipt', async () => {
    const { total } = await sales(`from=${new Date(T0).toISOString()}&to=${new Date(T0 + 20 * MINUTE).toISOString()}`);
    const before = total.perPerson.value;
    for (let minute = 60; minute < 140; minute++) {
      await feed(api.store, envelope('agg/traffic', minute + 1, traffic(minute, { in: 2, out: 0 })));
    }
    const { perPerson } = (
      await sales(`from=${new Date(T0).toISOString()}&to=${new Date(T0 + 140 * MINUTE).toISOString()}&bucket=total`)
    ).total;
    expect(before).toBeCloseTo(8 / 40);
    expect(perPerson.value).toBeCloseTo(18 / 80);
  });

  it('keep the amounts of currencies apart', async () => {
    await api.tills.push(
      STORE,
      [transaction(100, 5, { currency: 'JPY', lines: [{ line: 1, quantity: 1, net: 500 }] })],
      'push',
    );
    const yen = await sales(`${hour}&bucket=total&currency=JPY`);
    expect(yen).toMatchObject({ currency: 'JPY', currencies: ['EUR', 'JPY'] });
    expect(yen.total).toMatchObject({ net: 500, transactions: 31, netPerTransaction: 500 });
  });
});
