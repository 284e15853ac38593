import { type Deleted, deleteOld, type RetentionAbout } from '../privacy/retention.ts';
import { openDb } from '../store/sqlite-store.ts';
import type { Progress } from './job.ts';

export interface RetentionInput {
  db: string;
  store: string;
  about: RetentionAbout;
}

/** Deletes what a store need not keep any more, with a connection of its own. */
export async function run(
  { db: path, store, about }: RetentionInput,
  _: Progress,
  signal: AbortSignal,
): Promise<Deleted[]> {
  const db = openDb(path);
  try {
    return await deleteOld(db, store, about, signal);
  } finally {
    await db.destroy();
  }
}
