import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { deleteReference, OTHERS, ROSTERS } from '../../../gateway/privacy/old-reference.ts';
import { deleteOld } from '../../../gateway/privacy/retention.ts';
import { Intake } from '../../../gateway/reference/intake.ts';
import { Reference } from '../../../gateway/reference/reference.ts';
import { kindOf } from '../../../gateway/reference/registry.ts';
import { asOf, between } from '../../../gateway/reference/versions.ts';
import { migrateUp } from '../../../gateway/store/migrations.ts';
import { openDb } from '../../../gateway/store/sqlite-store.ts';
import type { ReferenceKindName } from '../../../models/contract/reference-rows.ts';

const STORE = 'demo';
const DAY = 86_400_000;
const T = Date.parse('2026-03-02T09:00:00Z');
const dayOf = (n: number): string => new Date(T + n * DAY).toISOString().slice(0, 10);
const db = openDb(':memory:');
await migrateUp(db);
const reference = new Reference(db);
afterAll(() => db.destroy());

async function send(kind: ReferenceKindName, rows: object[], atDay = 0, store = STORE) {
  const about = { store, kind: kindOf(kind), name: 'test', via: 'push' as const, today: dayOf(atDay), site: undefined };
  const intake = new Intake(db, about, () => T + atDay * DAY);
  await intake.begin();
  await intake.take(rows.map((value, i) => ({ line: i + 1, value, raw: () => '' })));
  return intake.done();
}
const clear = async () => {
  for (const table of ['reference', 'reference_import', 'reference_reject'] as const)
    await db.deleteFrom(table).execute();
};
const kept = async (kind: ReferenceKindName, store = STORE) =>
  Number(
    (
      await db
        .selectFrom('reference')
        .select(db.fn.countAll<number>().as('n'))
        .where('kind', '=', kind)
        .where('store', '=', store)
        .executeTakeFirstOrThrow()
    ).n,
  );

it('rosters go after their days, other reference data after theirs, and what is in effect stays', async () => {
  await clear();
  const shift = (n: number) => ({ date: dayOf(n), start: '08:00', end: '12:00', area: 'tills', staff: 2 });
  await send('roster', [shift(-500), shift(-30), shift(0)]);
  await send('roster', [shift(-500)], 0, 'other');
  await send('weather', [
    { date: dayOf(-1200), rain: true },
    { date: dayOf(-500), rain: true },
  ]);
  await send('products', [{ sku: 'milk', price: 1 }], -2000);
  await send(
    'products',
    [
      { sku: 'milk', price: 2 },
      { sku: 'soap', price: 3 },
    ],
    -1500,
  );
  await send('products', [{ sku: 'milk', price: 4 }], -10);
  await send('promotions', [
    { id: 'p', sku: 'milk', feature: true, from: dayOf(-1300), to: dayOf(-1290) },
    { id: 'q', sku: 'milk', feature: true, from: dayOf(-1300), to: dayOf(5) },
  ]);
  await send('products', [{ price: 'none' }], -60);
  const deleted = await deleteOld(db, STORE, { nowMs: T, timeZone: 'UTC' });
  const counts = Object.fromEntries(deleted.map(({ kind, rows }) => [kind, rows]));
  // Of milk what held before the price of 1,500 days ago; the roster of 500 days ago; a row that was rejected 60 days ago.
  expect(counts).toMatchObject({ rosters: 1, reference: 3, imports: 1 });
  expect([await kept('roster'), await kept('roster', 'other'), await kept('weather'), await kept('products')]).toEqual([
    2, 1, 1, 3,
  ]);
  expect(await reference.priceOf(STORE, 'milk', dayOf(-1000))).toBe(2);
  expect(await reference.priceOf(STORE, 'milk', dayOf(0))).toBe(4);
  const again = await deleteOld(db, STORE, { nowMs: T, timeZone: 'UTC' });
  expect(again.every(({ rows }) => rows === 0)).toBe(true);
  const own = await deleteOld(db, STORE, { nowMs: T, timeZone: 'UTC', retentionDays: { rosters: 10 } });
  expect(own.find(({ kind }) => kind === 'rosters')!.rows).toBe(1);
});

it('whatever was told in whatever order, nothing changes from the day on', async () => {
  const row = fc.record({
    sku: fc.constantFrom('a', 'b'),
    price: fc.integer({ min: 1, max: 9 }),
    from: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    days: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  });
  const imports = fc.array(fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 3 }), whole: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(imports, fc.integer({ min: 0, max: 22 }), async (all, day) => {
      await clear();
      for (const [i, { rows, whole }] of all.entries()) {
        const about = {
          ...{ store: STORE, kind: kindOf('products'), name: 'test', via: 'push' as const, today: dayOf(i * 4) },
          ...{ site: undefined, whole },
        };
        const intake = new Intake(db, about, () => T + i * DAY);
        await intake.begin();
        await intake.take(
          rows.map(({ sku, price, from, days }, n) => ({
            line: n + 1,
            value: {
              ...{ sku, price },
              ...(from !== undefined && { from: dayOf(from), ...(days !== undefined && { to: dayOf(from + days) }) }),
            },
            raw: () => '',
          })),
        );
        await intake.done();
      }
      const seen = async () => {
        const told = [];
        for (let n = day; n <= 34; n++) {
          const query = { store: STORE, kind: 'products' as const };
          told.push((await asOf(db, { ...query, date: dayOf(n) })).map(({ key, row: of }) => [key, of]));
          if (n % 5 === 0) told.push(await between(db, { ...query, from: dayOf(n), to: dayOf(n + 3) }));
        }
        return told;
      };
      const before = await seen();
      for await (const _ of deleteReference(db, STORE, [...OTHERS, ...ROSTERS], dayOf(day)));
      expect(await seen()).toEqual(before);
    }),
    { numRuns: 60 },
  );
}, 60_000);
