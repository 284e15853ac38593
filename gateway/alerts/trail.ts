import type { Db } from '../store/tables.ts';

/** Writes into an alert's trail what was done, the engine being an actor too. */
export async function note(
  tx: Db,
  alert: string,
  at: number,
  change: string,
  text: string | null = null,
  actor = 'aisle',
): Promise<void> {
  await tx.insertInto('alert_change').values({ alert, at, actor, change, note: text }).execute();
}
