import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AisleError } from '../../models/contract/errors.ts';

/**
 * A lock on a state folder that goes with the process, however it ends: a lock of SQLite's on a small file of its own.
 * Gateways share it; whoever changes the data base under them needs it alone.
 */
export interface StateLock {
  release(): void;
}

export const LOCK_FILE = 'gateway.lock';

/** Held while a gateway runs. Throws STORE_BUSY while somebody has the folder alone. */
export const shareState = (folder: string): StateLock => lock(folder, 'begin; select count(*) from held');

/** Throws STORE_BUSY while a gateway runs on the folder. */
export const ownState = (folder: string): StateLock => lock(folder, 'begin exclusive');

function lock(folder: string, how: string): StateLock {
  const db = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('create table if not exists held (id integer)');
    const statements = how.split(';');
    for (const statement of statements) {
      if (statement.trim().startsWith('select')) db.prepare(statement).all();
      else db.exec(statement);
    }
  } catch (cause) {
    db.close();
    const fix = 'Stop the gateway (or the restore) that uses this state folder first.';
    throw new AisleError('STORE_BUSY', `${folder} is in use by another aisle process`, fix, { cause });
  }
  return {
    release() {
      if (db.inTransaction) db.exec('rollback');
      db.close();
    },
  };
}
