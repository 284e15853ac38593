import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AisleError } from '../../models/contract/errors.ts';

/**
 * A lock on a state folder that goes with the process, however it ends: a lock of SQLite's on a small file of its own.
 * Gateways and commands that write share it; whoever changes the data base under them needs it alone.
 */
export interface StateLock {
  release(): void;
}

export const LOCK_FILE = 'gateway.lock';
/** So long one waits for a process that only looks whether it is alone. */
const PATIENCE_MS = 500;

/** Held while a gateway or a command works on the folder. Throws STORE_BUSY while somebody has it alone. */
export const shareState = (folder: string): StateLock =>
  lock(folder, PATIENCE_MS, ['begin', 'select count(*) from held'], () => {
    const fix = 'Wait until it has ended, then try again.';
    return ['a restore or a migration of the data base is under way', fix];
  });

/** Throws STORE_BUSY while a gateway or a command works on the folder. */
export const ownState = (folder: string): StateLock =>
  lock(folder, 0, ['begin exclusive'], () => {
    const fix = 'Stop the gateway, let other aisle commands end, then try again.';
    return ['a gateway or another aisle command works on it', fix];
  });

/** Whether somebody works on the folder at this moment. */
export function isStateInUse(folder: string): boolean {
  try {
    ownState(folder).release();
    return false;
  } catch (error) {
    if (error instanceof AisleError && error.code === 'STORE_BUSY') return true;
    throw error;
  }
}

function lock(folder: string, timeout: number, statements: string[], busy: () => [string, string]): StateLock {
  let db: Database.Database | undefined;
  try {
    db = new Database(join(folder, LOCK_FILE), { timeout });
    db.pragma('journal_mode = DELETE');
    db.exec('create table if not exists held (id integer)');
    for (const statement of statements) {
      if (statement.startsWith('select')) db.prepare(statement).all();
      else db.exec(statement);
    }
  } catch (cause) {
    db?.close();
    const { code, message } = cause as { code?: unknown; message: string };
    if (!String(code).startsWith('SQLITE_BUSY')) {
      const fix = 'Check that the folder is there, and that this user may write to it.';
      throw new AisleError('BAD_INPUT', `cannot lock ${folder}: ${message}`, fix, { cause });
    }
    const [what, fix] = busy();
    throw new AisleError('STORE_BUSY', `${folder} is in use: ${what}`, fix, { cause });
  }
  const held = db;
  return {
    release() {
      if (held.inTransaction) held.exec('rollback');
      held.close();
    },
  };
}
