import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { migrateTo, migrateUp, migrationNames, migrationsOf } from '../../../gateway/store/migrations.ts';
import { kyselyStore, openDb, openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import { feed } from '../../support/api.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';

const names = migrationNames();
const all = { store: STORE, fromMs: T0, toMs: T0 + 86_400_000, grainMs: Number.POSITIVE_INFINITY };

/** Tables and their columns. */
async function shape(db: ReturnType<typeof openDb>): Promise<string> {
  const { rows } = await sql<{ sql: string }>`select name || ' ' || sql as sql from sqlite_master
    where sql is not null and name not like 'kysely%' order by name`.execute(db);
  return rows.map((row) => row.sql.replace(/[\s"]+/g, ' ')).join('\n');
}

describe.each(names.slice(1).map((name, i) => [name, names[i]]))('%s', (name, before) => {
  it(`goes back to ${before} and forth again, and keeps what was there before it`, async () => {
    const db = await openSqliteDb(':memory:');
    await feed(kyselyStore(db), envelope('agg/traffic', 1, traffic(0, { in: 5, out: 2 })));
    await migrateTo(db, name);
    const after = await shape(db);
    await migrateTo(db, before);
    expect((await migrationsOf(db)).at(-1)).toBe(before);
    expect(await shape(db)).not.toBe(after);
    const { rows } = await sql<{ n: number }>`select count_in as n from traffic`.execute(db);
    expect(rows).toEqual([{ n: 5 }]);
    await migrateTo(db, name);
    expect(await shape(db)).toBe(after);
    await migrateUp(db);
    expect(await migrationsOf(db)).toEqual(names);
    expect(await kyselyStore(db).traffic(all)).toMatchObject([{ in: 5 }]);
    await db.destroy();
  });
});

it('of a file that was never opened there are none', async () => {
  const db = openDb(':memory:');
  expect(await migrationsOf(db)).toEqual([]);
  await db.destroy();
});
