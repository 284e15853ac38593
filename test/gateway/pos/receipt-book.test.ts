import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Receipt } from '../../../gateway/pos/receipt.ts';
import { ALWAYS, line, NOON, receipt, spanSums, type TestSales, testSales } from '../../support/sales.ts';

let test: TestSales;
beforeEach(async () => {
  test = await testSales();
});
afterEach(() => test.close());
const total = async () => (await spanSums(test.sales, ALWAYS))[0];

it('keeps equal lines of one receipt, and knows what comes twice', async () => {
  const twice = receipt([line(1), line(2)]);
  expect(await test.add(twice, twice)).toEqual([
    ['accepted', 'accepted'],
    ['duplicate', 'duplicate'],
  ]);
  expect(await test.add(twice)).toEqual([['duplicate', 'duplicate']]);
  expect(await total()).toMatchObject({ sales: 1, net: 200, items: 2 });
});

it('tells receipts apart whose numbers begin anew each day and wrap around', async () => {
  const days = ['2026-03-01', '2026-03-02'];
  for (const businessDay of days) {
    for (const number of ['9998', '9999', '0000', '0001']) {
      expect(await test.add(receipt([line(1)], { businessDay, number }))).toEqual([['accepted']]);
    }
  }
  // 1 and 0001 are two numbers: a till that pads them always does.
  expect(await test.add(receipt([line(1)], { number: '1' }))).toEqual([['accepted']]);
  expect(await total()).toMatchObject({ receipts: 9 });
});

it('refuses other content under the same key, and takes it as a correction or a higher revision', async () => {
  await test.add(receipt([line(1), line(2)]));
  const changed = [line(1, { net: 300, gross: 300 }), line(2)];
  const [[first, second]] = await test.add(receipt(changed));
  expect(first).toMatchObject({ field: 'line', reason: expect.stringContaining('correction') });
  expect(second).toBe('duplicate');
  expect((await total()).net).toBe(200);
  expect(await test.add(receipt(changed, { revision: 1 }))).toEqual([['accepted', 'duplicate']]);
  expect((await total()).net).toBe(400);
  // The old one, late: what is stored is newer.
  expect(await test.add(receipt([line(1), line(2)]))).toEqual([['duplicate', 'duplicate']]);
  const correction = receipt([line(1, { net: 50, gross: 50 })], { correction: true });
  expect(await test.add(correction)).toEqual([['accepted']]);
  expect(await total()).toMatchObject({ net: 50, items: 1, sales: 1 });
  expect(await test.add(correction)).toEqual([['duplicate']]);
  const trace = await test.db.selectFrom('receipt_changes').selectAll().orderBy('revision').execute();
  expect(trace.map((row) => JSON.parse(row.body).net)).toEqual([100, 300, 100]);
});

it('moves a receipt in the sums when its time, kind or currency is corrected', async () => {
  await test.add(receipt([line(1)]));
  await test.add(receipt([line(1)], { revision: 1, timeMs: NOON + 3_600_000 }));
  expect(await test.sales.minuteSums(ALWAYS)).toMatchObject([{ startMs: NOON + 3_600_000, net: 100 }]);
  await test.add(receipt([line(1)], { revision: 2, kind: 'void' }));
  expect(await spanSums(test.sales, ALWAYS)).toEqual([]);
  await test.add(receipt([line(1)], { revision: 3, currency: 'CHF' }));
  expect(await test.sales.minuteSums(ALWAYS)).toMatchObject([{ currency: 'CHF', sales: 1 }]);
  const [[fault]] = await test.add(receipt([line(1)], { revision: 3, currency: 'EUR' }));
  expect(fault).toMatchObject({ field: 'currency' });
});

it('counts sales, returns, voids, staff and what was bought before', async () => {
  const back = line(1, { kind: 'return', quantity: -1, net: -100, gross: -100 });
  await test.add(
    receipt([line(1), line(2, { kind: 'void', net: 900, gross: 900 })], { number: '1' }),
    receipt([back], { number: '2', kind: 'return' }),
    receipt([back, line(2, { net: 250, gross: 300, discount: 50 })], { number: '3' }),
    receipt([line(1)], { number: '4', kind: 'void' }),
    receipt([line(1)], { number: '5', kind: 'training' }),
    receipt([line(1)], { number: '6', staffPurchase: true }),
    receipt([line(1, { quantity: 0.75, unit: 'kg' })], { number: '7', clickAndCollect: true }),
    receipt([line(1, { net: null, gross: null, discount: null })], { number: '8' }),
  );
  expect(await total()).toEqual({
    ...{ currency: 'EUR', sales: 4, receipts: 6, unpriced: 1, returns: 2, staff: 1, collect: 1 },
    ...{ net: 100 - 100 + 150 + 100 + 100, gross: 100 - 100 + 200 + 100 + 100, discount: 50, items: 5, returned: 200 },
  });
});

const revisions = fc.array(
  fc.record({
    number: fc.integer({ min: 1, max: 2 }),
    line: fc.integer({ min: 1, max: 3 }),
    revision: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);
/** What a till says of a line at a revision is one thing. */
const said = ({ number, line: at, revision }: { number: number; line: number; revision: number }): Receipt => {
  const net = 1000 * number + 100 * at + revision;
  const timeMs = NOON + 60_000 * number;
  return receipt([line(at, { net, gross: net })], { number: String(number), revision, timeMs, whole: false });
};

it('ends with the same lines and sums in whatever order lines and revisions come, alone or together', async () => {
  await fc.assert(
    fc.asyncProperty(revisions, fc.infiniteStream(fc.nat(1000)), async (list, order) => {
      const shuffled = list.map((it) => ({ it, at: order.next().value as number })).sort((a, b) => a.at - b.at);
      const [one, other] = [await testSales(), await testSales()];
      try {
        for (const it of list) await one.add(said(it));
        const outcomes = await other.add(...shuffled.map(({ it }) => said(it)));
        expect(outcomes.flat().every((it) => it === 'accepted' || it === 'duplicate')).toBe(true);
        expect(await other.state()).toEqual(await one.state());
        const newest = new Map<string, number>();
        for (const it of list) {
          const key = `${it.number}/${it.line}`;
          newest.set(key, Math.max(newest.get(key) ?? 0, said(it).lines[0].net!));
        }
        const net = [...newest.values()].reduce((sum, it) => sum + it, 0);
        expect((await spanSums(one.sales, ALWAYS))[0].net).toBe(net);
      } finally {
        await one.close();
        await other.close();
      }
    }),
    { numRuns: 8 },
  );
});
