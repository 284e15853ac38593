import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import { openSqliteDb } from '../store/sqlite-store.ts';
import type { Db } from '../store/tables.ts';
import { ownState, type StateLock, shareState } from './lock.ts';
import { DB_FILE, finishRestore, isRestoreCut } from './restore.ts';

/**
 * Takes a share in a state folder, for as long as its data base is to stay where it is; a restore that was cut off is
 * ended first. `first` is done before, if nobody else works on the folder. Throws STORE_BUSY while a restore or a
 * migration runs.
 */
export async function enterState(folder: string, first?: () => Promise<void>): Promise<StateLock> {
  const own = first || isRestoreCut(folder) ? aloneIn(folder) : undefined;
  try {
    if (own) await finishRestore(folder);
    if (own) await first?.();
  } finally {
    own?.release();
  }
  return shareState(folder);
}

/** Undefined where others work on the folder. */
function aloneIn(folder: string): StateLock | undefined {
  try {
    return ownState(folder);
  } catch (error) {
    if (error instanceof AisleError && error.code === 'STORE_BUSY' && !isRestoreCut(folder)) return undefined;
    throw error;
  }
}

/**
 * Lets a command work on the data base of a gateway, which may run meanwhile. No restore can begin before the work is
 * done. `missing` is called where there is no data base yet; it is made unless that throws. Throws STORE_BUSY.
 */
export async function withState<T>(
  folder: string,
  work: (db: Db) => Promise<T>,
  missing: (path: string) => void = () => undefined,
): Promise<T> {
  const lock = await enterState(folder);
  try {
    const path = join(folder, DB_FILE);
    if (!existsSync(path)) missing(path);
    const db = await openSqliteDb(path);
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  } finally {
    lock.release();
  }
}
