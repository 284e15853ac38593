import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StoreDays } from '../../../gateway/figures/store-days.ts';
import { productSums } from '../../../gateway/pos/sums.ts';
import { line, receipt, testSales } from '../../support/sales.ts';

const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 1, 20);
/** February ends in it, and the clock is put forward in it. */
const SPAN_HOURS = 45 * 24;
const days = new StoreDays({ timeZone: 'Europe/Berlin', hours: undefined });

const sale = fc.record({
  hour: fc.integer({ min: 0, max: SPAN_HOURS - 1 }),
  number: fc.integer({ min: 1, max: 12 }),
  revision: fc.integer({ min: 0, max: 3 }),
  sku: fc.constantFrom('a', 'b', 'c'),
  quantity: fc.integer({ min: 1, max: 3 }),
  currency: fc.constantFrom('EUR', 'EUR', 'CHF'),
  kind: fc.constantFrom('sale', 'sale', 'void') as fc.Arbitrary<'sale' | 'void'>,
});
type Made = typeof sale extends fc.Arbitrary<infer T> ? T : never;

const made = ({ hour, number, revision, sku, quantity, currency, kind }: Made) =>
  receipt([line(1, { sku, quantity, net: quantity * 100, gross: quantity * 100 })], {
    ...{ number: String(number), till: `${1 + (number % 2)}`, revision, currency, kind },
    ...{ timeMs: FIRST + hour * HOUR, businessDay: '2026-03-01' },
  });

it('answers the same from what is kept as from the receipts, whatever is corrected or moved in between', async () => {
  const change = fc.oneof(
    fc.record({ sales: fc.array(sale, { minLength: 1, maxLength: 4 }) }),
    fc.record({
      clock: fc.record({ till: fc.constantFrom('1', '2'), offsetS: fc.integer({ min: -7200, max: 7200 }) }),
    }),
    fc.record({ withdraw: fc.constantFrom('1', '2') }),
  );
  const range = fc.record({
    from: fc.integer({ min: -48, max: SPAN_HOURS }),
    hours: fc.integer({ min: 1, max: SPAN_HOURS + 72 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(sale, { minLength: 5, maxLength: 20 }),
      fc.array(change, { maxLength: 5 }),
      range,
      async (first, changes, asked) => {
        const test = await testSales();
        const fromMs = FIRST + asked.from * HOUR;
        const span = { store: 'demo', fromMs, toMs: fromMs + asked.hours * HOUR };
        try {
          for (const it of [{ sales: first }, ...changes]) {
            if ('sales' in it) await test.add(...it.sales.map(made));
            else if ('clock' in it) {
              const clock = { store: 'demo', day: '2026-03-01', score: 9, lead: 9, ...it.clock };
              await test.sales.clocks.keep(clock, FIRST);
            } else {
              const till = { store: 'demo', day: '2026-03-01', till: it.withdraw };
              await test.sales.clocks.withdraw(till).catch(() => undefined);
            }
            for (let again = 0; again < 2; again++) {
              const products = await test.sales.productSums(span, days.around(span));
              expect(byKey(products)).toEqual(byKey(await productSums(test.db, span)));
            }
          }
        } finally {
          await test.close();
        }
      },
    ),
    { numRuns: 12 },
  );
});

const byKey = (sums: readonly { sku: string; currency: string }[]) =>
  [...sums].sort((a, b) => (`${a.sku}${a.currency}` < `${b.sku}${b.currency}` ? -1 : 1));

it('keeps days and months that are over, and drops what a receipt makes wrong', async () => {
  const test = await testSales();
  const at = (timeMs: number, number: string) =>
    receipt([line(1, { sku: 'a' })], { timeMs, number, businessDay: new Date(timeMs).toISOString().slice(0, 10) });
  const kept = async () => {
    const rows = await test.db.selectFrom('kept').select(['kind', 'body']).orderBy('kind').execute();
    return rows.filter(({ body }) => body !== null).map(({ kind }) => kind);
  };
  const march = { fromMs: days.of('2026-03-01')!.fromMs, toMs: days.of('2026-04-01')!.fromMs };
  for (let day = 1; day <= 31; day++) await test.add(at(Date.UTC(2026, 2, day, 12), `${day}`));
  await test.add(at(Date.UTC(2026, 3, 2, 12), '32'));
  const read = () => test.sales.productSums({ store: 'demo', ...march }, days.around(march));
  expect(await read()).toMatchObject([{ sku: 'a', lines: 31 }]);
  expect(await kept()).toEqual([...Array(31).fill('products'), 'products/month']);
  // What comes twice makes nothing wrong.
  await test.add(at(Date.UTC(2026, 2, 9, 12), '9'));
  expect((await kept()).length).toBe(32);
  await test.add(at(Date.UTC(2026, 2, 9, 13), '33'));
  // The day of UTC is a part of two of the store's days.
  expect((await kept()).length).toBe(29);
  expect(await read()).toMatchObject([{ sku: 'a', lines: 32 }]);
  expect((await kept()).length).toBe(32);
  await test.close();
});
