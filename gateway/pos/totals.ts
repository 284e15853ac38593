import type { ReceiptKind } from '../../models/contract/pos.ts';
import type { LineRow, ReceiptRow, SumColumns } from './tables.ts';

type Totals = Pick<ReceiptRow, 'net' | 'gross' | 'discount' | 'items' | 'returned' | 'unpriced' | 'lines'>;

/** Adds a line to the totals of its receipt, or takes it off (`sign` −1). Void lines count as lines only. */
export function addLine(totals: Totals, line: LineRow, sign: 1 | -1): void {
  totals.lines += sign;
  if (line.kind === 'void') return;
  if (line.net === null) totals.unpriced += sign;
  totals.net += sign * (line.net ?? 0);
  totals.gross += sign * (line.gross ?? line.net ?? 0);
  totals.discount += sign * (line.discount ?? 0);
  // What is weighed is one item, whatever it weighs.
  if (line.kind === 'sale') totals.items += sign * (line.unit === 'each' ? line.quantity : 1);
  else totals.returned -= sign * (line.net ?? 0);
}

const COUNTING: Record<ReceiptKind, boolean> = { sale: true, return: true, void: false, training: false };

export const NO_SUMS: Readonly<SumColumns> = {
  ...{ sales: 0, receipts: 0, unpriced: 0, returns: 0, staff: 0, collect: 0 },
  ...{ net: 0, gross: 0, discount: 0, items: 0, returned: 0 },
};
export const SUM_NAMES = Object.keys(NO_SUMS) as (keyof SumColumns)[];

/** What a receipt is worth in the sums of its minute and day. */
export function worth(row: ReceiptRow): SumColumns {
  if (!COUNTING[row.kind] || row.lines === 0) return NO_SUMS;
  const { net, gross, discount, items, returned } = row;
  const sale = net > 0 && row.unpriced === 0 ? 1 : 0;
  return {
    sales: sale,
    receipts: 1,
    unpriced: row.unpriced > 0 ? 1 : 0,
    returns: returned !== 0 ? 1 : 0,
    staff: sale * row.staff,
    // What staff collect is theirs already: a receipt is left out of a ratio once.
    collect: sale * (row.staff ? 0 : row.collect),
    ...{ net, gross, discount, items, returned },
  };
}
