import { Kysely, SqliteDialect } from 'kysely';
import { openSqlite, type Sqlite } from '../../models/host/sqlite.ts';
import { Kept } from '../rollups/kept.ts';
import { rolledStore } from '../rollups/rolled-store.ts';
import { StaleDays } from '../rollups/stale.ts';
import { accept } from './accept.ts';
import { heatPeriods, heatSeen, pathPeriods } from './cells.ts';
import { floorSums, insideRows } from './floors.ts';
import { flowSlots, flowSums } from './flows.ts';
import { Latest } from './latest.ts';
import { cameraEvents, conflictRows, epochStates, newestMessage, oldestBucket, refusalRows } from './messages.ts';
import { migrateUp } from './migrations.ts';
import { nodeRows, updateNode } from './nodes.ts';
import { queueSums } from './queues.ts';
import { shelfStore } from './shelves.ts';
import { keepSite, siteRevisions } from './sites.ts';
import { keepStatements } from './statements.ts';
import type { Store } from './store.ts';
import type { Db, Tables } from './tables.ts';
import { trafficSums } from './traffic.ts';
import { zoneSums } from './zones.ts';

/** One SQLite file; made and migrated when opened. All rooms of the gateway keep their tables in it. */
export async function openSqliteDb(path: string): Promise<Db> {
  const db = openDb(path);
  try {
    await migrateUp(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

/** The same file as it is, whatever migrations it has. */
export function openDb(path: string): Db {
  const sqlite = openSqlite(path);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: keepStatements(sqlite) }) });
  handles.set(db, sqlite);
  return db;
}

const handles = new WeakMap<Db, Sqlite>();

/** The connection below, for statements that must be faster than Kysely's; use it only while `db.connection()` is held. */
export function sqliteOf(db: Db): Sqlite {
  const sqlite = handles.get(db);
  if (!sqlite) throw new Error('this data base is no SQLite file');
  return sqlite;
}

/** What the cameras tell, in one SQLite file. */
export const openSqliteStore = async (path: string): Promise<Store> => kyselyStore(await openSqliteDb(path));

/** The store on a migrated data base of any dialect. */
export function kyselyStore(db: Db): Store {
  const latest = new Latest(db);
  const stale = new StaleDays((store) => latest.of(store));
  let secret: string | undefined;
  const store: Omit<Store, 'rollUp'> = {
    async accept(batch) {
      const done = latest.storing(batch);
      try {
        const accepted = await accept(db, batch, await stale.of(batch));
        stale.committed(batch);
        return accepted;
      } finally {
        done();
      }
    },
    kept: new Kept(db),
    secret: async () => {
      secret ??= (await db.selectFrom('secret').select('value').executeTakeFirstOrThrow()).value;
      return secret;
    },
    epochs: () => epochStates(db),
    newestMessageMs: (store) => newestMessage(db, store),
    oldestBucketMs: (store) => oldestBucket(db, store),
    latestBucketMs: (store) => latest.of(store),
    traffic: (query) => trafficSums(db, query),
    zones: (query) => zoneSums(db, query),
    queues: (query) => queueSums(db, query),
    floors: (span) => floorSums(db, span),
    inside: (span) => insideRows(db, span),
    heat: (query) => heatPeriods(db, query),
    heatSeen: (query) => heatSeen(db, query),
    paths: (query) => pathPeriods(db, query),
    flows: (span) => flowSums(db, span),
    flowSlots: (query) => flowSlots(db, query),
    ...shelfStore(db),
    cameraEvents: (span) => cameraEvents(db, span),
    updateNode: (store, node, patch) => updateNode(db, store, node, patch),
    nodes: () => nodeRows(db),
    conflicts: (store) => conflictRows(db, store),
    refusals: (store) => refusalRows(db, store),
    keepSite: (site, revision, sinceMs) => keepSite(db, site, revision, sinceMs),
    siteRevisions: (store) => siteRevisions(db, store),
    async probe(nowMs) {
      await db
        .insertInto('probe')
        .values({ id: 1, at: nowMs })
        .onConflict((oc) => oc.column('id').doUpdateSet({ at: nowMs }))
        .execute();
    },
    close: () => db.destroy(),
  };
  return rolledStore(db, store, (name) => latest.quiet(name));
}
