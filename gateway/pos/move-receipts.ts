import { sql } from 'kysely';
import type { Db } from '../store/tables.ts';
import { SumDeltas } from './sum-deltas.ts';
import { SUM_NAMES } from './totals.ts';

/** A till's business day, as the till has it. */
export interface TillDay {
  store: string;
  day: string;
  till: string;
}

/** Minutes of sums in one statement. */
const MINUTES = 500;

/**
 * Moves what a till sold on a day by so many seconds, the sums of the minutes with it, in the caller's transaction. The
 * business day stays: it is part of what a receipt is known by. Answers how many receipts there were, and the days in UTC
 * that they were or are in.
 */
export async function moveReceipts(
  tx: Db,
  { store, day, till }: TillDay,
  byS: number,
): Promise<{ receipts: number; touched: number[] }> {
  const rows = await tx
    .selectFrom('receipts')
    .selectAll()
    .where('store', '=', store)
    .where('day', '=', day)
    .where('till', '=', till)
    .execute();
  if (byS === 0 || rows.length === 0) return { receipts: rows.length, touched: [] };
  const byMs = byS * 1000;
  const deltas = new SumDeltas();
  for (const row of rows) {
    deltas.add(row, -1);
    deltas.add({ ...row, time: Number(row.time) + byMs }, 1);
  }
  await tx
    .updateTable('receipts')
    .set((eb) => ({ time: eb('time', '+', byMs), start: eb('start', '+', byMs) }))
    .where('store', '=', store)
    .where('day', '=', day)
    .where('till', '=', till)
    .execute();
  const minutes = deltas.minutes().map((minute) => ({ store, ...minute }));
  for (let at = 0; at < minutes.length; at += MINUTES) {
    await tx
      .insertInto('sales_minute')
      .values(minutes.slice(at, at + MINUTES))
      .onConflict((oc) =>
        oc
          .columns(['store', 'start', 'currency'])
          .doUpdateSet(
            Object.fromEntries(
              SUM_NAMES.map((name) => [name, sql`${sql.ref(`sales_minute.${name}`)} + ${sql.ref(`excluded.${name}`)}`]),
            ),
          ),
      )
      .execute();
  }
  return { receipts: rows.length, touched: deltas.touched() };
}
