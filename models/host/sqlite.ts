import Database from 'better-sqlite3';
import { AisleError } from '../contract/errors.ts';

export type Sqlite = Database.Database;

/**
 * Opens a SQLite file for durable use: write-ahead log, every commit synced to the disk, and so much patience with
 * another writer. Throws STORE_BUSY or BAD_INPUT with the fix.
 */
export function openSqlite(path: string, patienceMs = 5000): Sqlite {
  try {
    const db = new Database(path);
    db.pragma(`busy_timeout = ${patienceMs}`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
      throw new AisleError(
        'STORE_BUSY',
        `${path} is in use by another process`,
        'Stop the other aisle process first.',
        {
          cause: error,
        },
      );
    }
    throw new AisleError('BAD_INPUT', `cannot open ${path}: ${message}`, 'Check the folder, its rights and the disk.', {
      cause: error,
    });
  }
}
