import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { ReferenceImport, ReferenceReject, ReferenceRejects } from '../../models/contract/reference.ts';
import type { ReferenceKindName } from '../../models/contract/reference-rows.ts';
import type { Db } from '../store/tables.ts';

/** Rejects that the data base keeps of each import; the reject file has them all. */
export const MOST_REJECTS = 1000;

export interface Counts {
  accepted: number;
  duplicates: number;
  rejected: number;
}

export interface NewImport {
  store: string;
  kind: ReferenceKindName;
  name: string;
  via: ReferenceImport['via'];
}

export async function beginImport(db: Db, about: NewImport, nowMs: number): Promise<number> {
  const row = { ...about, state: 'running' as const, started: nowMs, ended: null, error: null };
  const { id } = await db
    .insertInto('reference_import')
    .values({ ...row, accepted: 0, duplicates: 0, rejected: 0 })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function endImport(db: Db, id: number, counts: Counts, nowMs: number, error?: string): Promise<void> {
  const { accepted, duplicates, rejected } = counts;
  const state = error === undefined ? ('done' as const) : ('failed' as const);
  await db
    .updateTable('reference_import')
    .set({ accepted, duplicates, rejected, state, ended: nowMs, error: error ?? null })
    .where('id', '=', id)
    .execute();
}

export async function keepRejects(db: Db, id: number, rejects: readonly ReferenceReject[]): Promise<void> {
  if (rejects.length === 0) return;
  const rows = rejects.map((it) => ({ import: id, ...it }));
  await db.insertInto('reference_reject').values(rows).execute();
}

/** The newest imports of a store. */
export async function imports(db: Db, store: string, limit = 100): Promise<ReferenceImport[]> {
  const rows = await db
    .selectFrom('reference_import')
    .selectAll()
    .where('store', '=', store)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, name: row.name, via: row.via, state: row.state, error: row.error },
    started: instant(Number(row.started)),
    ended: row.ended === null ? null : instant(Number(row.ended)),
    ...{ accepted: Number(row.accepted), duplicates: Number(row.duplicates), rejected: Number(row.rejected) },
  }));
}

/** Throws NOT_FOUND where the store has no such import. */
export async function rejects(db: Db, store: string, id: number): Promise<ReferenceRejects> {
  const found = await db
    .selectFrom('reference_import')
    .select('rejected')
    .where('store', '=', store)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) throw new AisleError('NOT_FOUND', `the store has no import ${id}`, 'Ask for the list of imports first.');
  const rows = await db.selectFrom('reference_reject').selectAll().where('import', '=', id).orderBy('line').execute();
  const list = rows.map(({ line, field, reason }) => ({ line: Number(line), field, reason }));
  return { rejects: list, more: Number(found.rejected) > list.length };
}
