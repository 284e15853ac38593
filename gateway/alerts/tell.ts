import type { LiveAlertChange } from '../../models/contract/alerts.ts';
import type { Board } from '../board.ts';
import type { Db } from '../store/tables.ts';
import { GATEWAY_STORE } from './place.ts';
import { alertOf } from './rows.ts';

/** Tells those who watch of an alert that has changed; call it when the change is stored. */
export async function tellLive(db: Db, board: Board, id: string, change: LiveAlertChange): Promise<void> {
  const row = await db.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirst();
  // Who watches, watches stores.
  if (row && row.store !== GATEWAY_STORE)
    board.emit({ event: 'alert', data: { store: row.store, change, alert: alertOf(row) } });
}
