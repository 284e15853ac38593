import type { Db } from '../store/tables.ts';
import { type Notifying, notify } from './notify.ts';
import { note } from './trail.ts';

/** Tells the region of what nobody has claimed for as long as its rule says; once for each alert. */
export async function escalateOverdue(db: Db, how: Notifying): Promise<string[]> {
  const { site, nowMs } = how;
  const overdue = await db
    .selectFrom('alert')
    .select('id')
    .where('store', '=', site.store)
    .where('status', '=', 'open')
    .where('escalated', 'is', null)
    .where('escalate_at', '<=', nowMs)
    .execute();
  const escalated: string[] = [];
  for (const { id } of overdue) {
    const done = await db.transaction().execute(async (tx) => {
      const set = tx.updateTable('alert').set({ escalated: nowMs }).where('id', '=', id);
      // Somebody may have claimed it just now.
      const { numUpdatedRows } = await set
        .where('status', '=', 'open')
        .where('escalated', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await note(tx, id, nowMs, 'escalated');
      await notify(tx, id, 'escalated', how);
      return true;
    });
    if (done) escalated.push(id);
  }
  return escalated;
}
