import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allVisits, placesOf, soldByZone } from '../../../gateway/figures/funnel.ts';
import { Funnel } from '../../../models/contract/funnel.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, queue, STORE, T0, zone } from '../../support/messages.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi(testSite({ zones: SHOP_ZONES }));
  await feed(
    api.store,
    envelope('agg/zone', 1, zone(0, { zone: 'shelf', visits: 20, ended: 20, engaged: 10, stops: 8, reaches: 5 })),
    envelope('agg/zone', 2, zone(0, { zone: 'aisle', visits: 50, ended: 50, engaged: 5 })),
    envelope(
      'agg/queue',
      3,
      queue(0, { visits: 4, served: 3, abandoned: 1, abandonedVariance: 0, servedVariance: 0, cut: 0, waitS: 90 }),
    ),
    ...Array.from({ length: 59 }, (_, i) => {
      const more = ['shelf', 'aisle'].map((name) => ({ zone: name, visits: 0, ended: 0, engaged: 0 }));
      const [shelf, aisle] = more.map((row) => zone(i + 1, row).zones[0]);
      return envelope('agg/zone', 10 + i, { ...zone(i + 1, more[0]), zones: [shelf, aisle] });
    }),
  );
});
afterAll(() => api.close());

const hour = `from=${new Date(T0).toISOString()}&to=${new Date(T0 + 3_600_000).toISOString()}`;
const read = () => api.get(Funnel, `/api/v1/stores/${STORE}/funnel?${hour}`);
const receipt = (number: number, kind: string, lines: object[]) => ({
  ...{ businessDay: '2026-10-01', till: '1', number, time: new Date(T0 + 60_000 * number).toISOString(), kind },
  ...{ currency: 'EUR', lines },
});

describe('the funnel', () => {
  it('knows nothing of what was sold where before a planogram and the tills have told', async () => {
    const { zones, planogram, products } = await read();
    expect(planogram).toBeNull();
    expect(products).toEqual([]);
    expect(zones.find((it) => it.zone === 'shelf')).toMatchObject({ visits: 20, stops: 8, stopShare: 0.4, sold: null });
  });

  it('goes from visits over stops to what was sold, by zone and product', async () => {
    const headers = { ...(await api.as('planner')) };
    const rows = [
      { sku: 'milk', zone: 'shelf', facings: 3 },
      { sku: 'milk', zone: 'aisle', facings: 1 },
      { sku: 'tea', zone: 'shelf' },
    ];
    const planogram = await api.app.inject({
      method: 'POST',
      url: `/api/v1/stores/${STORE}/planogram`,
      headers,
      payload: { rows },
    });
    expect(planogram.json()).toMatchObject({ accepted: 3 });
    const milk = { line: 1, sku: 'milk', quantity: 4, net: 6 };
    await api.tills.push(
      STORE,
      [
        receipt(1, 'sale', [milk, { line: 2, sku: 'tea', quantity: 1, net: 2.5 }]),
        receipt(2, 'sale', [{ line: 1, sku: 'bread', quantity: 2, net: 5 }]),
        receipt(3, 'void', [{ line: 1, sku: 'milk', quantity: 9, net: 9 }]),
      ],
      'push',
    );
    const { zones, products, soldElsewhere, waits, currency } = await read();
    expect(currency).toBe('EUR');
    expect(soldElsewhere).toBe(2);
    expect(zones.find((it) => it.zone === 'shelf')).toMatchObject({ sold: 4, soldPerVisit: 0.2, net: 7 });
    expect(zones.find((it) => it.zone === 'aisle')).toMatchObject({ visits: 50, sold: 1, net: 1.5 });
    expect(products.map(({ sku, sold, zones: at }) => [sku, sold, at])).toEqual([
      ['milk', 4, ['aisle', 'shelf']],
      ['bread', 2, []],
      ['tea', 1, ['shelf']],
    ]);
    expect(products[0]).toMatchObject({ visits: 70, net: 6 });
    expect(waits).toMatchObject([{ served: 3, gaveUp: 1, transactions: 2, cancelled: 1, waitS: { mean: 30 } }]);
  });
});

describe('what is sold', () => {
  it.each([
    ['all of them', { coverage: 1 }, 10],
    ['those of a part of the time', { coverage: 0.3 }, null],
    ['at least so many', { coverage: 1, withheld: true as const }, null],
    ['not known', { coverage: null }, null],
  ])('is held against visits where they are %s', (_, more, visits) => {
    expect(allVisits({ visits: 10, ...more })).toBe(visits);
  });

  it('is shared out by facings, and adds up', () => {
    const places = placesOf(
      [
        { sku: 'a', zone: 'x', facings: 1 },
        { sku: 'a', shelf: 's', facings: 2 },
        { sku: 'b', shelf: 'unknown' },
      ],
      (shelf) => (shelf === 's' ? 'y' : undefined),
    );
    const sum = (sku: string, quantity: number) => ({
      sku,
      quantity,
      net: 100 * quantity,
      currency: 'EUR',
      unit: 'each',
      lines: 1,
    });
    const { zones, elsewhere } = soldByZone([sum('a', 9), sum('b', 5)], places, 'EUR');
    expect([...zones]).toEqual([
      ['x', { units: 3, net: 300 }],
      ['y', { units: 6, net: 600 }],
    ]);
    expect(elsewhere).toBe(5);
  });
});
