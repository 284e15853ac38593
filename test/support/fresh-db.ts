import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteDb, sqliteOf } from '../../gateway/store/sqlite-store.ts';
import type { Db } from '../../gateway/store/tables.ts';
import { tempFolder } from './gateway.ts';

let template: Promise<Buffer> | undefined;

/**
 * A data base with all its tables at a path where there is none. It is migrated once for all tests of a file and copied
 * from then on, and nothing waits for the disk: what is to outlive a kill is tested on one of the gateway's own.
 */
export async function freshDb(path: string): Promise<Db> {
  template ??= migrated();
  writeFileSync(path, await template);
  const db = await openSqliteDb(path);
  sqliteOf(db).pragma('synchronous = OFF');
  return db;
}

async function migrated(): Promise<Buffer> {
  const folder = tempFolder();
  try {
    const path = join(folder.path, 'template.db');
    const db = await openSqliteDb(path);
    // The same in every run, so that a test that failed fails again.
    await db.updateTable('secret').set({ value: 'of the tests' }).execute();
    await db.destroy();
    return readFileSync(path);
  } finally {
    folder.remove();
  }
}
