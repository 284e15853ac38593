import type { Generated } from 'kysely';
import type { LineKind, ReceiptKind, Unit } from '../../models/contract/pos.ts';

/** Tables of the tills. Times are UTC milliseconds, amounts minor units of the row's currency, `day` a business day. */
export interface PosTables {
  pos_imports: {
    id: Generated<number>;
    store: string;
    name: string;
    via: string;
    format: string;
    mapping: string | null;
    state: 'running' | 'done' | 'failed';
    started: number;
    ended: number | null;
    accepted: number;
    duplicates: number;
    rejected: number;
    reject_file: string | null;
    error: string | null;
  };
  /** The first of each import, without what the line held: that is in the reject file. */
  pos_rejects: { import: number; line: number; receipt_line: number | null; field: string; reason: string };
  /** How many lines were rejected in each minute of the gateway's clock, for a day. */
  pos_reject_minute: { store: string; start: number; rejected: number };
  receipts: ReceiptRow;
  receipt_lines: LineRow;
  /** What corrections replaced. */
  receipt_changes: { receipt: number; line: number; at: number; import: number; revision: number; body: string };
  sales_minute: SumColumns & { store: string; start: number; currency: string };
  sales_day: SumColumns & { store: string; day: string; currency: string };
  /** Baskets without time or price: what was bought together. */
  baskets: { store: string; source: string; basket: number; item: string };
  /** See till-clocks.ts: what the clock of a till was off on a business day, above 0 when it was fast. */
  till_clock: {
    store: string;
    day: string;
    till: string;
    offset_s: number;
    score: number;
    lead: number;
    receipts: number;
    state: 'applied' | 'right' | 'withdrawn';
    judged: number;
  };
  /** Hashes of loyalty ids that were erased: whatever names one again is stored without it. */
  loyalty_erased: { store: string; loyalty: string; at: number };
}

export interface ReceiptRow {
  id: number;
  store: string;
  day: string;
  till: string;
  number: string;
  revision: number;
  /** Where the till's clock was found to be off, as it should have been: see `till_clock`. */
  start: number | null;
  time: number;
  kind: ReceiptKind;
  currency: string;
  loyalty: string | null;
  staff: number;
  collect: number;
  /** Sums over the lines that are not void. */
  net: number;
  gross: number;
  discount: number;
  items: number;
  returned: number;
  unpriced: number;
  lines: number;
  import: number;
}

export interface LineRow {
  receipt: number;
  line: number;
  kind: LineKind;
  sku: string | null;
  description: string | null;
  quantity: number;
  unit: Unit;
  unit_price: number | null;
  net: number | null;
  gross: number | null;
  discount: number | null;
  tax_kind: string | null;
  tax_rate: number | null;
  revision: number;
  hash: string;
}

export interface SumColumns {
  /** Receipts whose net is above 0. */
  sales: number;
  /** All that count: sales, returns, and those without a price. */
  receipts: number;
  /** Receipts with a line whose price is not known: whether they are above 0 is not known either. */
  unpriced: number;
  /** Receipts with something brought back. */
  returns: number;
  /** Of `sales`: to staff, and bought before on the net by others. */
  staff: number;
  collect: number;
  net: number;
  gross: number;
  discount: number;
  items: number;
  /** Paid back, above 0. `net` has it taken off. */
  returned: number;
}
