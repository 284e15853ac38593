import { sql } from 'kysely';
import { REFERENCE_KINDS, type ReferenceKindName } from '../../models/contract/reference-rows.ts';
import { KINDS } from '../reference/registry.ts';
import type { Db } from '../store/tables.ts';

/** Rows of one step. */
const ROWS = 1000;

/** Rosters are about people at work, if only how many: they are kept for less long than the rest. */
export const ROSTERS: readonly ReferenceKindName[] = ['roster'];
export const OTHERS: readonly ReferenceKindName[] = REFERENCE_KINDS.filter((kind) => !ROSTERS.includes(kind));

/**
 * Deletes what reference data said of days before `day` alone: rows about such a day; what had ended by then, or what
 * something later had replaced by then. What is in effect on `day` or after it stays as it was, and so does what was known of
 * it when. A later end stays too: it is what tells that nothing is in effect.
 */
export async function* deleteReference(db: Db, store: string, kinds: readonly ReferenceKindName[], day: string) {
  for (const kind of kinds) {
    const dead = KINDS[kind].dates === 'day' ? sql`newest.valid_from < ${day}` : replaced(day);
    for (;;) {
      const done = await sql`
        with newest as (
          select key, valid_from, valid_to, row_number() over (partition by key, valid_from order by revision desc) as n
          from reference where store = ${store} and kind = ${kind} and valid_from < ${day}
        )
        delete from reference where store = ${store} and kind = ${kind} and (key, valid_from) in (
          select newest.key, newest.valid_from from newest where newest.n = 1 and ${dead} limit ${ROWS}
        )`.execute(db);
      const rows = Number(done.numAffectedRows ?? 0n);
      yield rows;
      if (rows === 0) break;
    }
  }
}

/** Over before the day, or open-ended with another open-ended one that took its place by then. */
const replaced = (day: string) => sql`(
  newest.valid_to < ${day} or (newest.valid_to is null and exists (
    select 1 from newest as later where later.n = 1 and later.key = newest.key and later.valid_to is null
      and later.valid_from > newest.valid_from
  ))
)`;

/** The reasons for which rows of old imports were rejected. */
export async function deleteReferenceRejects(db: Db, store: string, beforeMs: number): Promise<number> {
  const old = db.selectFrom('reference_import').select('id').where('store', '=', store).where('started', '<', beforeMs);
  const gone = await db.deleteFrom('reference_reject').where('import', 'in', old).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
