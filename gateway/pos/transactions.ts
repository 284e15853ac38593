import { sql } from 'kysely';
import { AisleError } from '../../models/contract/errors.ts';
import { groupBy } from '../group-by.ts';
import type { Db } from '../store/tables.ts';
import type { SalesSpan, TransactionPage } from './sales.ts';
import type { ReceiptRow } from './tables.ts';

const PAGE = 200;

/**
 * Receipts of a span in order of time and id, with their lines. A cursor is the time and id of the last that was read.
 */
export async function transactions(db: Db, span: SalesSpan, cursor?: string): Promise<TransactionPage> {
  const [afterMs, afterId] = cursor === undefined ? [span.fromMs, 0] : readCursor(cursor);
  const { rows: receipts } = await sql<ReceiptRow & { told: number }>`
    select r.*, r.time + 1000 * coalesce((select offset_s from till_clock as c where c.store = r.store
      and c.day = r.day and c.till = r.till and c.state = 'applied'), 0) as told
    from receipts as r where r.store = ${span.store} and r.time < ${span.toMs}
      and (r.time > ${afterMs} or (r.time = ${afterMs} and r.id > ${afterId}))
    order by r.time, r.id limit ${PAGE + 1}`.execute(db);
  const page = receipts.slice(0, PAGE);
  if (page.length === 0) return { transactions: [] };
  const lines = await db
    .selectFrom('receipt_lines')
    .selectAll()
    .where(
      'receipt',
      'in',
      page.map((receipt) => receipt.id),
    )
    .orderBy('receipt')
    .orderBy('line')
    .execute();
  const byReceipt = groupBy(lines, (line) => String(line.receipt));
  const last = page.at(-1)!;
  return {
    transactions: page.map((receipt) => ({ ...receipt, rows: byReceipt.get(String(receipt.id)) ?? [] })),
    ...(receipts.length > PAGE && { next: `${last.time}.${last.id}` }),
  };
}

function readCursor(cursor: string): [number, number] {
  const match = /^(-?\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (match) return [Number(match[1]), Number(match[2])];
  throw new AisleError('BAD_CALL', 'the cursor is none of ours', 'Take `next` of the answer before, as it is.');
}
