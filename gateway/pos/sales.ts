import type { PosImport, PosReject } from '../../models/contract/pos.ts';
import type { StoreDay } from '../figures/store-days.ts';
import type { Receipt } from './receipt.ts';
import type { LineRow, ReceiptRow, SumColumns } from './tables.ts';
import type { TillClocks } from './till-clocks.ts';

/** What became of a line; an object says why it is none of the two. */
export type Outcome = 'accepted' | 'duplicate' | { field: string; reason: string };

export interface SalesSpan {
  store: string;
  fromMs: number;
  toMs: number;
}

/**
 * Sums of receipts in one currency; amounts are minor units (`currencyExponent` of models/contract/money.ts). Where
 * `unpriced` is above 0, `sales` and the amounts leave out what is not known.
 */
export type SalesSum = SumColumns & { currency: string };

export interface TransactionPage {
  /** `told`: when the till says that it was; `time` is that less what its clock was found to be off. */
  transactions: (ReceiptRow & { told: number; rows: LineRow[] })[];
  /** Where the next page begins; undefined on the last. */
  next?: string;
}

/** Sales of the stores, durable when a call is done. The SQLite and the PostgreSQL back end both look like this. */
export interface Sales {
  /** Stores receipts in one transaction; an outcome for each of their lines, in order. */
  add(batch: ReceiptBatch): Promise<Outcome[][]>;
  addBaskets(store: string, source: string, baskets: readonly Basket[], importId: number): Promise<Outcome[]>;
  /**
   * The minutes of the span that have receipts, in order of time. A receipt counts in the minute of its end. The span is
   * cut at minutes in UTC; the caller knows the store's day.
   */
  minuteSums(span: SalesSpan): Promise<(SalesSum & { startMs: number })[]>;
  /** Receipts that were begun and taken back whole, by slots of `grainMs` from the epoch. */
  cancelled(span: SalesSpan & { grainMs: number }): Promise<{ startMs: number; receipts: number }[]>;
  /** The newest minute that has a receipt; null where the store has none. */
  newestMinute(store: string): Promise<number | null>;
  /** The first minute that has a receipt. */
  oldestMinute(store: string): Promise<number | null>;
  /** Sums by business day as the tills have it, `from` and `to` with them. */
  businessDays(store: string, from: string, to: string): Promise<(SalesSum & { day: string })[]>;
  /**
   * Sold in the span by item: pieces or weight, and what was paid. Voids are left out, returns taken off. `days`: the
   * store's days that hold the span, in order; sums of whole ones are kept.
   */
  productSums(span: SalesSpan, days: readonly StoreDay[]): Promise<ProductSum[]>;
  /** Makes the sums of days that are over before anybody asks for them; how many were missing. */
  keepDays(store: string, days: readonly StoreDay[], signal?: AbortSignal): Promise<number>;
  /** Receipts in order of their time, 200 a page. */
  transactions(span: SalesSpan, cursor?: string): Promise<TransactionPage>;
  /** What was found out about the clocks of the tills. */
  clocks: TillClocks;
  beginImport(about: NewImport): Promise<number>;
  /** The one import that holds what is pushed on a day, made when it is not there. */
  pushImport(store: string, via: 'push' | 'mqtt', nowMs: number): Promise<number>;
  /** Adds rejects to an import, and to the minute in which they came. The first 1,000 are kept. */
  addRejects(importId: number, rejects: readonly PosReject[], nowMs: number): Promise<void>;
  endImport(importId: number, end: ImportEnd): Promise<void>;
  /** Newest first. */
  imports(store: string, limit?: number): Promise<PosImport[]>;
  /** Throws NOT_FOUND, as `rejects`. */
  importOf(store: string, importId: number): Promise<PosImport>;
  nameRejectFile(importId: number, name: string): Promise<void>;
  rejects(store: string, importId: number): Promise<{ rejects: PosReject[]; more: boolean }>;
}

export interface ReceiptBatch {
  store: string;
  importId: number;
  nowMs: number;
  receipts: readonly Receipt[];
}
export interface Basket {
  basket: number;
  items: string[];
}
export interface NewImport {
  store: string;
  name: string;
  via: string;
  format: string;
  mapping: string | null;
  startedMs: number;
}
export interface ImportEnd {
  endedMs: number;
  state: 'done' | 'failed';
  rejectFile: string | null;
  error: string | null;
}
export interface ProductSum {
  sku: string;
  currency: string;
  unit: string;
  quantity: number;
  net: number;
  lines: number;
}
