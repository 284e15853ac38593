import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sqliteSales } from '../../../gateway/pos/sqlite-sales.ts';
import { deleteOld } from '../../../gateway/privacy/retention.ts';
import { kyselyStore, openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { feed } from '../../support/api.ts';
import { tempFolder } from '../../support/gateway.ts';
import { envelope, flow, heat, queue, STORE, T0, traffic, zone } from '../../support/messages.ts';
import { line, receipt, spanSums } from '../../support/sales.ts';

const DAY_MIN = 1440;
let db: Db;
let store: Store;
beforeEach(async () => {
  db = await openSqliteDb(':memory:');
  store = kyselyStore(db);
  let seq = 0;
  for (const day of [0, 1, 2, 40]) {
    const minute = day * DAY_MIN;
    await feed(
      store,
      envelope('agg/traffic', ++seq, traffic(minute, { in: 1, out: 0 })),
      envelope('agg/zone', ++seq, zone(minute, { visits: 2 })),
      envelope('agg/queue', ++seq, queue(minute, { visits: 1 })),
      envelope('agg/flow', ++seq, flow(minute, [['entrance', 'aisle', 4]])),
      envelope('agg/heat', ++seq, heat(minute, [[1, 10, 3]])),
    );
  }
});
afterEach(() => db.destroy());

const count = async (table: 'zone' | 'traffic' | 'queue' | 'heat' | 'flow' | 'messages') =>
  (await db.selectFrom(table).select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n;
const now = (days: number) => ({ nowMs: T0 + days * DAY_MIN * 60_000, timeZone: 'Europe/Berlin' });

it('deletes each kind after its days, and nothing of another store', async () => {
  const deleted = await deleteOld(db, STORE, { ...now(41), retentionDays: { minutes: 10, heat: 40 } });
  expect(Object.fromEntries(deleted.map(({ kind, rows }) => [kind, rows]))).toMatchObject({ heat: 1, ways: 0, pos: 0 });
  expect([await count('zone'), await count('traffic'), await count('queue')]).toEqual([1, 1, 1]);
  expect([await count('heat'), await count('flow')]).toEqual([3, 4]);
  await deleteOld(db, 'other', { ...now(4000) });
  expect(await count('zone')).toBe(1);
});

it('empties messages and keeps their numbers, so that none is counted twice', async () => {
  await deleteOld(db, STORE, now(41));
  expect(await count('messages')).toBe(20);
  const left = await db.selectFrom('messages').select('id').where('body', '<>', '').execute();
  expect(left).toHaveLength(5);
  const { inserted, duplicates } = await feed(store, envelope('agg/traffic', 1, traffic(0, { in: 1, out: 0 })));
  expect([inserted.length, duplicates.length]).toEqual([0, 1]);
});

it('stops between two steps, and goes on when it runs again', async () => {
  const stop = new AbortController();
  stop.abort();
  const wanted = { ...now(41), retentionDays: { minutes: 10 } };
  await deleteOld(db, STORE, wanted, stop.signal);
  expect(await count('traffic')).toBe(4);
  await deleteOld(db, STORE, wanted);
  expect(await count('traffic')).toBe(1);
  const again = await deleteOld(db, STORE, wanted);
  expect(again.every(({ rows }) => rows === 0)).toBe(true);
});

it('deletes what is left of old imports, of this store alone, by the clock of the gateway', async () => {
  const folder = tempFolder();
  const state = (...names: string[]) => join(folder.path, ...names);
  const wallMs = T0 + 1000 * 86_400_000;
  const day = (ago: number) => wallMs - ago * 86_400_000;
  const write = (ago: number, ...names: string[]) => {
    mkdirSync(join(folder.path, ...names.slice(0, -1)), { recursive: true });
    writeFileSync(state(...names), 'x');
    utimesSync(state(...names), day(ago) / 1000, day(ago) / 1000);
  };
  try {
    const sales = sqliteSales(db);
    const begin = (of: string, ago: number) =>
      sales.beginImport({
        ...{ store: of, name: 'a.csv', via: 'upload', format: 'csv', mapping: null, startedMs: day(ago) },
      });
    const other = `${STORE}-1`;
    const [old, fresh, foreign] = [await begin(STORE, 40), await begin(STORE, 5), await begin(other, 40)];
    const pushed = await sales.pushImport(STORE, 'push', day(40));
    const reject = { line: 1, receiptLine: null, field: 'net', reason: 'is no number' };
    for (const id of [old, fresh, foreign]) await sales.addRejects(id, [reject], day(5));
    write(40, 'rejects', `${STORE}-${old}-a.csv.rejected.csv`);
    write(40, 'rejects', `${STORE}-${pushed}-push-${new Date(day(40)).toISOString().slice(0, 10)}.rejected.ndjson`);
    write(5, 'rejects', `${STORE}-${fresh}-a.csv.rejected.csv`);
    write(40, 'rejects', `${other}-${foreign}-a.csv.rejected.csv`);
    for (const [ago, name] of [
      [40, 'old.csv'],
      [5, 'new.csv'],
    ] as const) {
      for (const of of ['done', 'rejected']) write(ago, 'inbox', STORE, of, name);
      write(ago, 'inbox', STORE, name);
    }
    await sales.add({ store: STORE, importId: old, nowMs: day(41), receipts: [receipt([line(1)])] });
    for (const [ago, net] of [
      [40, 200],
      [5, 300],
    ] as const) {
      const corrected = receipt([line(1, { net, gross: net })], { correction: true });
      await sales.add({ store: STORE, importId: old, nowMs: day(ago), receipts: [corrected] });
    }
    // The store is a simulated one: it lives a thousand days before.
    const about = { nowMs: T0, wallMs, timeZone: 'Europe/Berlin', statePath: folder.path };
    const rows = async () => (await deleteOld(db, STORE, about)).find(({ kind }) => kind === 'imports')?.rows;
    expect(await rows()).toBe(1 + 1 + 2 + 2);
    expect(await rows()).toBe(0);
    expect(readdirSync(state('rejects')).sort()).toEqual(
      [`${STORE}-${fresh}-a.csv.rejected.csv`, `${other}-${foreign}-a.csv.rejected.csv`].sort(),
    );
    expect(readdirSync(state('inbox', STORE)).sort()).toEqual(['done', 'new.csv', 'old.csv', 'rejected']);
    expect(readdirSync(state('inbox', STORE, 'done'))).toEqual(['new.csv']);
    expect(await db.selectFrom('receipt_changes').select('at').execute()).toEqual([{ at: day(5) }]);
    expect((await db.selectFrom('pos_rejects').select('import').execute()).map((it) => it.import)).toEqual([
      fresh,
      foreign,
    ]);
    expect((await spanSums(sales, { store: STORE, fromMs: 0, toMs: T0 }))[0].net).toBe(300);
  } finally {
    folder.remove();
  }
});
