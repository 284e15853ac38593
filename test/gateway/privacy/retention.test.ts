import { afterEach, beforeEach, expect, it } from 'vitest';
import { deleteOld } from '../../../gateway/privacy/retention.ts';
import { kyselyStore, openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Store } from '../../../gateway/store/store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { feed } from '../../support/api.ts';
import { envelope, flow, heat, queue, STORE, T0, traffic, zone } from '../../support/messages.ts';

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
