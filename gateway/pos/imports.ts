import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { PosImport, PosReject } from '../../models/contract/pos.ts';
import type { Db } from '../store/tables.ts';
import type { ImportEnd, NewImport } from './sales.ts';
import type { PosTables } from './tables.ts';

/** Rejects that are kept in the data base of each import; the reject file has them all. */
export const MAX_REJECTS = 1000;

export async function beginImport(db: Db, { startedMs, ...about }: NewImport): Promise<number> {
  // One that was killed cannot say so itself.
  await db
    .updateTable('pos_imports')
    .set({ state: 'failed', ended: startedMs, error: 'it was cut off, and begun again' })
    .where('store', '=', about.store)
    .where('name', '=', about.name)
    .where('via', '=', about.via)
    .where('state', '=', 'running')
    .execute();
  const row = { ...about, state: 'running' as const, started: startedMs, ...EMPTY };
  const { id } = await db.insertInto('pos_imports').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

const EMPTY = { ended: null, accepted: 0, duplicates: 0, rejected: 0, reject_file: null, error: null };

export async function pushImport(db: Db, store: string, via: 'push' | 'mqtt', nowMs: number): Promise<number> {
  const name = instant(nowMs).slice(0, 10);
  const found = await db
    .selectFrom('pos_imports')
    .select('id')
    .where('store', '=', store)
    .where('via', '=', via)
    .where('name', '=', name)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (found) return found.id;
  const row = { store, name, via, format: 'json', mapping: null, state: 'done' as const, started: nowMs, ...EMPTY };
  const { id } = await db.insertInto('pos_imports').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

const MINUTE_MS = 60_000;
/** So long it is known in which minutes lines were rejected: longer than anybody asks back. */
const MINUTES_KEPT_MS = 86_400_000;

export async function addRejects(
  db: Db,
  importId: number,
  rejects: readonly PosReject[],
  nowMs: number,
): Promise<void> {
  if (rejects.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const { rejected, store } = await tx
      .updateTable('pos_imports')
      .set((eb) => ({ rejected: eb('rejected', '+', rejects.length) }))
      .where('id', '=', importId)
      .returning(['rejected', 'store'])
      .executeTakeFirstOrThrow();
    await countMinute(tx, store, rejects.length, nowMs);
    const room = MAX_REJECTS - (Number(rejected) - rejects.length);
    const kept = rejects.slice(0, Math.max(0, room)).map((it) => ({
      import: importId,
      line: it.line,
      receipt_line: it.receiptLine,
      field: it.field,
      reason: it.reason,
    }));
    if (kept.length > 0) await tx.insertInto('pos_rejects').values(kept).execute();
  });
}

/** What is pushed on a day is one import: its start does not tell when a line of it was rejected. */
async function countMinute(tx: Db, store: string, rejected: number, nowMs: number): Promise<void> {
  const of = tx.deleteFrom('pos_reject_minute').where('store', '=', store);
  await of.where('start', '<', nowMs - MINUTES_KEPT_MS).execute();
  await tx
    .insertInto('pos_reject_minute')
    .values({ store, start: nowMs - (nowMs % MINUTE_MS), rejected })
    .onConflict((oc) =>
      oc.columns(['store', 'start']).doUpdateSet((eb) => ({
        rejected: eb('pos_reject_minute.rejected', '+', eb.ref('excluded.rejected')),
      })),
    )
    .execute();
}

/** How many lines of a store were rejected since; whole minutes, of the last day at most. */
export async function rejectedSince(db: Db, store: string, sinceMs: number): Promise<number> {
  const row = await db
    .selectFrom('pos_reject_minute')
    .select((e) => e.fn.sum<number | null>('rejected').as('count'))
    .where('store', '=', store)
    .where('start', '>=', sinceMs - (sinceMs % MINUTE_MS))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

export async function endImport(db: Db, importId: number, end: ImportEnd): Promise<void> {
  await db
    .updateTable('pos_imports')
    .set({ ended: end.endedMs, state: end.state, reject_file: end.rejectFile, error: end.error })
    .where('id', '=', importId)
    .execute();
}

export async function imports(db: Db, store: string, limit = 100): Promise<PosImport[]> {
  const rows = await db
    .selectFrom('pos_imports')
    .selectAll()
    .where('store', '=', store)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(answer);
}

/** Throws NOT_FOUND where the store has no such import. */
export async function importOf(db: Db, store: string, importId: number): Promise<PosImport> {
  const row = await db
    .selectFrom('pos_imports')
    .selectAll()
    .where('store', '=', store)
    .where('id', '=', importId)
    .executeTakeFirst();
  if (row) return answer(row);
  throw new AisleError('NOT_FOUND', `the store has no import ${importId}`, 'Ask for the list of imports first.');
}

const answer = (row: Omit<PosTables['pos_imports'], 'id'> & { id: number }): PosImport => ({
  ...{ id: row.id, name: row.name, via: row.via, format: row.format, mapping: row.mapping, state: row.state },
  started: instant(Number(row.started)),
  ended: row.ended === null ? null : instant(Number(row.ended)),
  ...{ accepted: Number(row.accepted), duplicates: Number(row.duplicates), rejected: Number(row.rejected) },
  ...{ rejectFile: row.reject_file, error: row.error },
});

/** Throws NOT_FOUND where the store has no such import. */
export async function rejects(
  db: Db,
  store: string,
  importId: number,
): Promise<{ rejects: PosReject[]; more: boolean }> {
  const found = await importOf(db, store, importId);
  const rows = await db.selectFrom('pos_rejects').selectAll().where('import', '=', importId).orderBy('line').execute();
  const list = rows.map((it) => ({
    line: Number(it.line),
    receiptLine: it.receipt_line,
    field: it.field,
    reason: it.reason,
  }));
  return { rejects: list, more: found.rejected > list.length };
}

/** Notes the reject file of what is pushed, which has no end. */
export async function nameRejectFile(db: Db, importId: number, name: string): Promise<void> {
  await db.updateTable('pos_imports').set({ reject_file: name }).where('id', '=', importId).execute();
}
