import type { ThreadRun } from '../jobs/thread.ts';
import { openSqliteDb } from '../store/sqlite-store.ts';
import { type FileImport, type ImportResult, importFile } from './import-file.ts';
import { readyForImport, sqliteSales } from './sqlite-sales.ts';

export interface ThreadImport {
  order: FileImport;
  dbPath: string;
}

/** Imports a file in a thread with a connection of its own. */
export const run: ThreadRun<ThreadImport, ImportResult> = async ({ order, dbPath }, _progress, signal) => {
  const db = await openSqliteDb(dbPath);
  try {
    readyForImport(db);
    return await importFile(sqliteSales(db), order, Date.now, { signal });
  } finally {
    await db.destroy();
  }
};
