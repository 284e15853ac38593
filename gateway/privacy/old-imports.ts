import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import { rejectStem } from '../pos/reject-file.ts';
import type { Db } from '../store/tables.ts';

const DAY_MS = 86_400_000;

/**
 * Deletes what is left of a store's old imports: the trace of corrections a day at a time, reasons of rejected lines,
 * reject files, and till files that were taken in. Files are as old as they were last written.
 */
export async function* deleteImports(db: Db, store: string, beforeMs: number, statePath: string | undefined) {
  const own = sql`(select r.id from receipts as r where r.id = receipt_changes.receipt and r.store = ${store})`;
  for (;;) {
    const { rows } = await sql<{ at: number | null }>`
      select min(at) as at from receipt_changes where at < ${beforeMs} and exists ${own}`.execute(db);
    const at = rows[0]?.at ?? null;
    if (at === null) break;
    const untilMs = Math.min(beforeMs, Number(at) + DAY_MS);
    const done = await sql`
      delete from receipt_changes where at >= ${at} and at < ${untilMs} and exists ${own}`.execute(db);
    yield Number(done.numAffectedRows ?? 0n);
  }
  const old = db.selectFrom('pos_imports').select('id').where('store', '=', store).where('started', '<', beforeMs);
  const gone = await db.deleteFrom('pos_rejects').where('import', 'in', old).executeTakeFirst();
  yield Number(gone.numDeletedRows);
  await db.updateTable('pos_imports').set({ reject_file: null }).where('id', 'in', old).execute();
  if (statePath === undefined) return;
  const inbox = join(statePath, 'inbox', store);
  yield remove(oldFiles(join(inbox, 'done'), beforeMs));
  yield remove(oldFiles(join(inbox, 'rejected'), beforeMs));
  const rejects: string[] = [];
  for (const path of oldFiles(join(statePath, 'rejects'), beforeMs)) {
    if (await isOf(db, store, basename(path))) rejects.push(path);
  }
  yield remove(rejects);
}

function oldFiles(folder: string, beforeMs: number): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .map((name) => join(folder, name))
    .filter((path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() && stat.mtimeMs < beforeMs;
    });
}

function remove(paths: readonly string[]): number {
  for (const path of paths) rmSync(path, { force: true });
  return paths.length;
}

/** Whether a reject file is of this store. Its name begins with the store's, but so may that of another store. */
async function isOf(db: Db, store: string, file: string): Promise<boolean> {
  if (!file.startsWith(`${store}-`)) return false;
  const [, kind, digits] = /^(?:([a-z-]+)-)?(\d+)-/.exec(file.slice(store.length + 1)) ?? [];
  if (digits === undefined) return false;
  const id = Number(digits);
  if (kind !== undefined) {
    const of = db.selectFrom('reference_import').select('id').where('id', '=', id).where('store', '=', store);
    return (await of.where('kind', '=', kind as never).executeTakeFirst()) !== undefined;
  }
  const of = db.selectFrom('pos_imports').select(['name', 'via']).where('id', '=', id).where('store', '=', store);
  const row = await of.executeTakeFirst();
  if (!row) return false;
  const pushed = row.via === 'push' || row.via === 'mqtt';
  return file.startsWith(`${rejectStem(store, id, pushed ? `${row.via}-${row.name}` : row.name)}.`);
}
