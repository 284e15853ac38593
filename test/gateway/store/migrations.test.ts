import { Kysely, Migrator, SqliteDialect, sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { first } from '../../../gateway/store/migrations/0001-first.ts';
import { migrateDown, migrateUp } from '../../../gateway/store/migrations.ts';
import { openSqliteStore } from '../../../gateway/store/sqlite-store.ts';
import type { Db, Tables } from '../../../gateway/store/tables.ts';
import { openSqlite } from '../../../models/host/sqlite.ts';
import { feed } from '../../support/api.ts';
import { tempFolder } from '../../support/gateway.ts';
import { envelope, queue, STORE, T0, traffic } from '../../support/messages.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const open = (path: string): Db =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqlite(`${folder.path}/${path}`) }) });

it('have a way back', async () => {
  const db = open('back.db');
  await migrateUp(db);
  await migrateDown(db);
  const left = (await db.introspection.getTables()).map((table) => table.name);
  expect(left).toEqual([]);
  await migrateUp(db);
  expect((await db.introspection.getTables()).length).toBeGreaterThan(10);
  await db.destroy();
});

/** A data base as the first version left it, with a minute of everything in it. */
async function firstVersion(path: string): Promise<void> {
  const db = open(path);
  const provider = { getMigrations: async () => ({ '0001-first': first }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  const values = (columns: object) => {
    const [names, items] = [Object.keys(columns), Object.values(columns)];
    return sql`(${sql.join(names.map((it) => sql.ref(it)))}) values (${sql.join(items)})`;
  };
  const message = { store: STORE, node: 'edge-1', epoch: 'e', seq: 1, kind: 'agg/traffic', time: T0, received: T0 };
  await sql`insert into messages ${values({ ...message, late: 0, site_revision: 'r', hash: 'h', body: '{}' })}`.execute(
    db,
  );
  const bucket = { message: 1, store: STORE, start: T0, seconds: 60 };
  const rows: [string, object][] = [
    [
      'traffic',
      { line: 'door', coverage: 1, count_in: 5, count_out: 2, variance_in: 0.5, variance_out: 0.2, visits: 7 },
    ],
    [
      'zone',
      {
        zone: 'aisle',
        coverage: 1,
        visits: 4,
        visits_variance: 1,
        ended: 3,
        censored: 1,
        engaged: 2,
        dwell_s: 60,
        occupancy_s: 70,
        occupancy_max: 3,
      },
    ],
    ['dwell', { zone: 'aisle', bin: 4, ended: 3, censored: 1 }],
    ['floor_occupancy', { node: 'edge-1', floor: '0', coverage: 1, occupancy_s: 90, occupancy_max: 4 }],
    ['flow', { from_zone: 'aisle', to_zone: 'entrance', count: 6, variance: 1 }],
    ['flow_period', { node: 'edge-1', unplaced: 2 }],
  ];
  for (const [table, columns] of rows) {
    await sql`insert into ${sql.table(table)} ${values({ ...bucket, ...columns })}`.execute(db);
  }
  await db.destroy();
}

it('keep what a data base of the first version holds, as not measured where it was not, and go on from there', async () => {
  await firstVersion('first.db');
  const store = await openSqliteStore(`${folder.path}/first.db`);
  const span = { store: STORE, fromMs: T0, toMs: T0 + 600_000 };
  const all = { ...span, grainMs: Number.POSITIVE_INFINITY };
  expect(await store.traffic(all)).toMatchObject([{ line: 'door', in: 5, out: 2, unitsIn: null, seenS: 60 }]);
  expect(await store.zones(all)).toMatchObject([{ zone: 'aisle', visits: 4, dwellS: 60, stops: null, seenS: 60 }]);
  expect((await store.zones(all))[0].dwellHistogram[4]).toBe(3);
  expect(await store.floors(span)).toEqual({ personS: 90, max: 4, seenS: 60, staffS: null, stillS: null });
  expect(await store.flows(span)).toMatchObject({ flows: [{ count: 6 }], unplaced: 2, ends: [], endsUnplaced: null });
  expect(await store.queues(all)).toEqual([]);
  await feed(
    store,
    envelope('agg/traffic', 2, traffic(1, { in: 1, out: 0, unitsIn: 1, unitsOut: 0 })),
    envelope('agg/queue', 3, queue(1, { visits: 3 })),
  );
  expect(await store.traffic(all)).toMatchObject([{ in: 6, unitsIn: 1, seenS: 120 }]);
  expect(await store.queues(all)).toMatchObject([{ zone: 'queue', visits: 3 }]);
  await store.close();
});
