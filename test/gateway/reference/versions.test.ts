import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Intake } from '../../../gateway/reference/intake.ts';
import { Reference } from '../../../gateway/reference/reference.ts';
import { kindOf } from '../../../gateway/reference/registry.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import type { ReferenceKindName } from '../../../models/contract/reference-rows.ts';

const STORE = 'demo';
const DAY = 86_400_000;
const open: Db[] = [];
let reference: Reference;
let nowMs: number;
const fresh = async () => {
  const db = await openSqliteDb(':memory:');
  open.push(db);
  return new Reference(db);
};
beforeEach(async () => {
  [reference, nowMs] = [await fresh(), Date.parse('2026-03-02T09:00Z')];
});
afterAll(() => Promise.all(open.map((db) => db.destroy())));

/** Takes rows in on the day of `nowMs`. */
async function send(
  kind: ReferenceKindName,
  rows: object[],
  more: { from?: string; whole?: boolean } = {},
  to = reference,
) {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const about = {
    store: STORE,
    kind: kindOf(kind),
    name: 'test',
    via: 'push' as const,
    today,
    site: undefined,
    ...more,
  };
  const intake = new Intake(to.db, about, () => nowMs);
  await intake.begin();
  await intake.take(rows.map((value, i) => ({ line: i + 1, value, raw: () => '' })));
  return intake.done();
}
const priceOn = (date: string) => reference.priceOf(STORE, 'milk', date);

describe('versions', () => {
  it('hold since ever where nothing else is known, then from the day of the news on', async () => {
    await send('products', [{ sku: 'milk', price: 1 }]);
    nowMs += 7 * DAY;
    expect(await send('products', [{ sku: 'milk', price: 2 }])).toMatchObject({ accepted: 1 });
    expect(await priceOn('2020-01-01')).toBe(1);
    expect(await priceOn('2026-03-08')).toBe(1);
    expect(await priceOn('2026-03-09')).toBe(2);
    expect(await reference.productsOf(STORE, '2030-01-01')).toEqual([{ sku: 'milk', price: 2, from: '2026-03-09' }]);
  });

  it('with an end stand above the open-ended one, which comes back', async () => {
    await send('prices', [{ sku: 'milk', price: 1, from: '2026-01-01' }]);
    await send('prices', [{ sku: 'milk', price: 0.5, from: '2026-03-02', to: '2026-03-07' }]);
    expect(
      await Promise.all(['2025-12-31', '2026-03-01', '2026-03-02', '2026-03-07', '2026-03-08'].map(priceOn)),
    ).toEqual([...[undefined, 1, 0.5, 0.5, 1]]);
  });

  it('are not overwritten by a correction: what was known then is known still', async () => {
    await send('prices', [{ sku: 'milk', price: 1, from: '2026-01-01' }]);
    const before = nowMs;
    nowMs += DAY;
    expect(await send('prices', [{ sku: 'milk', price: 1.1, from: '2026-01-01' }])).toMatchObject({ accepted: 1 });
    expect(await priceOn('2026-02-01')).toBe(1.1);
    const at = (knownAtMs: number) =>
      reference
        .asOf({ store: STORE, kind: 'prices', date: '2026-02-01', knownAtMs })
        .then((rows) => rows[0]?.row?.price);
    expect([await at(before - 1), await at(before), await at(nowMs)]).toEqual([undefined, 1, 1.1]);
    const told = await reference.history(STORE, 'prices', 'milk/');
    expect(told.map(({ revision, recordedMs, row }) => [revision, recordedMs, row?.price])).toEqual([
      [1, before, 1],
      [2, nowMs, 1.1],
    ]);
  });

  it('end where a whole list has them no more', async () => {
    await send('products', [{ sku: 'milk' }, { sku: 'tea' }]);
    nowMs += DAY;
    expect(await send('products', [{ sku: 'milk' }, { price: 1 }], { whole: true })).toMatchObject({
      ended: 0,
      rejected: 1,
    });
    expect(await send('products', [{ sku: 'milk' }], { whole: true })).toMatchObject({ ended: 1, duplicates: 1 });
    const skus = async (date: string) => (await reference.productsOf(STORE, date)).map(({ sku }) => sku);
    expect(await skus('2026-03-02')).toEqual(['milk', 'tea']);
    expect(await skus('2026-03-03')).toEqual(['milk']);
    expect(await send('products', [{ sku: 'milk' }], { whole: true })).toMatchObject({ ended: 0, duplicates: 1 });
    nowMs += DAY;
    // It is sold again.
    expect(await send('products', [{ sku: 'tea' }])).toMatchObject({ accepted: 1 });
    expect([await skus('2026-03-03'), await skus('2026-03-04')]).toEqual([['milk'], ['milk', 'tea']]);
  });

  it('of a range leave out what was replaced before it', async () => {
    await send('prices', [
      { sku: 'milk', price: 1, from: '2025-01-01' },
      { sku: 'milk', price: 2, from: '2026-01-01' },
      { sku: 'milk', price: 3, from: '2026-02-10' },
      { sku: 'milk', price: 9, from: '2026-01-20', to: '2026-02-01' },
      { sku: 'milk', price: 4, from: '2026-05-01' },
    ]);
    const rows = await reference.between({ store: STORE, kind: 'prices', from: '2026-02-01', to: '2026-02-28' });
    expect(rows.map(({ row }) => row?.price)).toEqual([2, 9, 3]);
  });

  it('of days are about that day alone', async () => {
    await send('holidays', [
      { date: '2025-12-25', name: 'Christmas' },
      { date: '2026-12-25', name: 'Christmas', open: false },
    ]);
    expect([...(await reference.holidays(STORE, '2026-01-01', '2026-12-31'))]).toEqual([['2026-12-25', 'Christmas']]);
    expect(await reference.asOf({ store: STORE, kind: 'holidays', date: '2026-12-26' })).toEqual([]);
  });
});

describe('rows of one import', () => {
  it('with one key and other content: the second is rejected, however often it is sent', async () => {
    const rows = [{ sku: 'milk', price: 1 }, { sku: 'tea' }, { sku: 'milk', price: 2 }, { sku: 'milk', price: 1 }];
    expect(await send('products', rows)).toMatchObject({ accepted: 2, duplicates: 1, rejected: 1 });
    const again = await send('products', rows);
    expect(again).toMatchObject({ accepted: 0, duplicates: 3, rejected: 1 });
    expect(again.rejects).toEqual([{ line: 3, field: 'sku', reason: expect.stringContaining('twice') }]);
    expect(await priceOn('2026-03-02')).toBe(1);
  });

  it('are accepted, known or rejected, and change nothing when they come again, in whatever parts', async () => {
    const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-03-0${n}`);
    const row = fc.oneof(
      fc.record({ sku: fc.constantFrom('a', 'b', 'c'), price: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ sku: fc.constantFrom('a', 'b'), price: fc.integer({ min: 0, max: 2 }), from: day }),
      fc.record({ sku: fc.constantFrom('a', 'b'), price: fc.integer({ min: 0, max: 2 }), from: day, to: day }),
      fc.constantFrom({ price: 1 }, { sku: 'a', price: 'much' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        const db = await fresh();
        const first = await send('prices', rows, {}, db);
        expect(first.accepted + first.duplicates + first.rejected).toBe(rows.length);
        const state = async () =>
          JSON.stringify(
            await db.db
              .selectFrom('reference')
              .selectAll()
              .orderBy('key')
              .orderBy('valid_from')
              .orderBy('revision')
              .execute(),
          );
        const before = await state();
        const second = await send('prices', rows, {}, db);
        expect(second.accepted).toBe(0);
        expect(await state()).toBe(before);
        await db.db.destroy();
        open.splice(open.indexOf(db.db), 1);
      }),
      { numRuns: 40 },
    );
  });
});

it('says what the models lack', async () => {
  await send('products', [{ sku: 'milk' }]);
  await send('stock', [
    { date: '2026-03-01', sku: 'milk', units: 3 },
    { date: '2026-03-02', sku: 'milk', units: 2 },
  ]);
  const inputs = await reference.inputs(STORE);
  expect(inputs.find(({ input }) => input === 'stock')).toMatchObject({ rows: 2, newest: '2026-03-02' });
  expect(inputs.find(({ input }) => input === 'products')).toMatchObject({ rows: 1, newest: null });
  const inventory = reference.missing(inputs).find(({ model }) => model === 'inventory')!;
  expect(inventory.ready).toBe(false);
  expect(inventory.missing.filter(({ needed }) => needed).map(({ input }) => input)).toEqual(['suppliers', 'sales']);
});
