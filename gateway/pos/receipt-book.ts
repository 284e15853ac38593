import type { Receipt, ReceiptLine } from './receipt.ts';
import { lineHash } from './receipt.ts';
import type { Outcome } from './sales.ts';
import type { SumDeltas } from './sum-deltas.ts';
import type { LineRow, ReceiptRow } from './tables.ts';
import { addLine } from './totals.ts';

/** The rows that a batch reads and writes, within its transaction. */
export interface ReceiptRows {
  find(store: string, day: string, till: string, number: string): ReceiptRow | undefined;
  nextId(): number;
  /** Seconds to take off the till's times on that day. */
  clockS(store: string, day: string, till: string): number;
  /** Puts a line where there is none; whether there was none. */
  putLine(row: LineRow): boolean;
  line(receipt: number, line: number): LineRow | undefined;
  lines(receipt: number): LineRow[];
  /** Replaces or, without `by`, removes a line; what it was goes into the trace. */
  replaceLine(old: LineRow, by: LineRow | undefined): void;
  bumpRevision(receipt: number, line: number, revision: number): void;
  save(row: ReceiptRow, isNew: boolean): void;
}

interface Page {
  row: ReceiptRow;
  isNew: boolean;
  /** As it was counted before this batch. */
  before: ReceiptRow | undefined;
  /** Something of it was taken; what came twice makes no sum wrong that is kept. */
  changed: boolean;
  /** Milliseconds to take off what the till says. */
  clockMs: number;
}

/**
 * Enters the receipts of one store, line by line, by their identity: business day, till, number, line. Content that is
 * there already is a duplicate. Other content replaces it when its revision is higher or it is marked as a correction;
 * a lower revision is a duplicate, since what is stored is newer; else it is a conflict. So what is stored in the end
 * does not depend on the order in which revisions arrive.
 */
export class ReceiptBook {
  readonly #store: string;
  readonly #importId: number;
  readonly #rows: ReceiptRows;
  readonly #pages = new Map<string, Page>();

  constructor(store: string, importId: number, rows: ReceiptRows) {
    this.#store = store;
    this.#importId = importId;
    this.#rows = rows;
  }

  enter(receipt: Receipt): Outcome[] {
    const page = this.#page(receipt);
    const { row } = page;
    if (receipt.whole && !page.isNew && !receipt.correction && receipt.revision < row.revision)
      return receipt.lines.map(() => 'duplicate');
    if (receipt.whole && receipt.correction && !page.isNew && this.#isStored(row, receipt)) {
      return receipt.lines.map(() => 'duplicate');
    }
    if (row.currency !== receipt.currency && !this.#renews(receipt, row)) {
      return receipt.lines.map(() => other('currency', row.currency, receipt.currency));
    }
    if (row.kind !== receipt.kind && !this.#renews(receipt, row)) {
      return receipt.lines.map(() => other('kind', row.kind, receipt.kind));
    }
    const revision = revisionOf(receipt, row, page.isNew);
    const outcomes = receipt.lines.map((line) => this.#line(page, receipt, line, revision));
    if (receipt.whole && !page.isNew && revision > row.revision) {
      this.#dropOthers(page, receipt);
    }
    if (outcomes.includes('accepted')) {
      page.changed = true;
      this.#takeHead(page, receipt, revision);
    } else if (receipt.whole) row.revision = Math.max(row.revision, receipt.revision);
    return outcomes;
  }

  /** Writes the receipts themselves, and what they change in the sums. */
  close(deltas: SumDeltas): void {
    for (const { row, isNew, before, changed } of this.#pages.values()) {
      if (isNew && row.lines === 0) continue;
      this.#rows.save(row, isNew);
      if (!changed) continue;
      if (before) deltas.add(before, -1);
      deltas.add(row, 1);
    }
  }

  #isStored(row: ReceiptRow, receipt: Receipt): boolean {
    const stored = new Map(this.#rows.lines(row.id).map((line) => [line.line, line.hash]));
    const same = receipt.lines.every((line) => stored.get(line.line) === lineHash(receipt, line));
    return same && stored.size === receipt.lines.length;
  }

  #page(receipt: Receipt): Page {
    const { businessDay, till, number } = receipt;
    const key = `${businessDay}\n${till}\n${number}`;
    let page = this.#pages.get(key);
    if (page) return page;
    const stored = this.#rows.find(this.#store, businessDay, till, number);
    const clockMs = this.#rows.clockS(this.#store, businessDay, till) * 1000;
    const row = stored ?? this.#newRow(receipt, clockMs);
    page = { row, isNew: !stored, before: stored && { ...stored }, changed: false, clockMs };
    this.#pages.set(key, page);
    return page;
  }

  #newRow(receipt: Receipt, clockMs: number): ReceiptRow {
    return {
      id: this.#rows.nextId(),
      store: this.#store,
      day: receipt.businessDay,
      till: receipt.till,
      number: receipt.number,
      revision: receipt.revision,
      start: moved(receipt.startMs, clockMs),
      time: receipt.timeMs - clockMs,
      kind: receipt.kind,
      currency: receipt.currency,
      loyalty: receipt.loyalty,
      staff: receipt.staffPurchase ? 1 : 0,
      collect: receipt.clickAndCollect ? 1 : 0,
      ...{ net: 0, gross: 0, discount: 0, items: 0, returned: 0, unpriced: 0, lines: 0 },
      import: this.#importId,
    };
  }

  #renews = (receipt: Receipt, row: ReceiptRow): boolean =>
    row.lines === 0 || (receipt.whole && (receipt.correction || receipt.revision > row.revision));

  #line(page: Page, receipt: Receipt, line: ReceiptLine, revision: number): Outcome {
    const next = lineRow(page.row.id, receipt, line, receipt.revision);
    if (this.#rows.putLine(next)) {
      addLine(page.row, next, 1);
      return 'accepted';
    }
    const old = this.#rows.line(next.receipt, next.line)!;
    if (old.hash === next.hash) {
      if (revision > old.revision) this.#rows.bumpRevision(old.receipt, old.line, revision);
      return 'duplicate';
    }
    if (receipt.revision > old.revision || receipt.correction) {
      next.revision = receipt.correction ? Math.max(revision, old.revision + 1) : revision;
      this.#rows.replaceLine(old, next);
      addLine(page.row, old, -1);
      addLine(page.row, next, 1);
      return 'accepted';
    }
    if (receipt.revision < old.revision) return 'duplicate';
    const reason = `another content is stored for ${receipt.till} ${receipt.number} of ${receipt.businessDay}; mark it as a correction or give it a revision above ${old.revision}`;
    return { field: 'line', reason };
  }

  #dropOthers(page: Page, receipt: Receipt): void {
    const kept = new Set(receipt.lines.map(({ line }) => line));
    for (const old of this.#rows.lines(page.row.id)) {
      if (kept.has(old.line)) continue;
      this.#rows.replaceLine(old, undefined);
      addLine(page.row, old, -1);
      page.changed = true;
    }
  }

  /**
   * The head of a newer revision replaces the old one; within one revision the receipt spans the times of its lines.
   */
  #takeHead({ row, clockMs }: Page, receipt: Receipt, revision: number): void {
    if (revision < row.revision) return;
    const [start, time] = [moved(receipt.startMs, clockMs), receipt.timeMs - clockMs];
    if (revision > row.revision || receipt.correction) {
      row.start = start;
      row.time = time;
      row.kind = receipt.kind;
      row.currency = receipt.currency;
      row.staff = receipt.staffPurchase ? 1 : 0;
      row.collect = receipt.clickAndCollect ? 1 : 0;
      row.loyalty = receipt.loyalty ?? row.loyalty;
    } else {
      row.start = least(row.start, start);
      row.time = Math.max(row.time, time);
      row.staff |= receipt.staffPurchase ? 1 : 0;
      row.collect |= receipt.clickAndCollect ? 1 : 0;
      row.loyalty ??= receipt.loyalty;
    }
    row.revision = revision;
  }
}

/** A correction of a whole receipt is the revision after the one that is stored. */
const revisionOf = (receipt: Receipt, row: ReceiptRow, isNew: boolean): number =>
  receipt.correction && receipt.whole && !isNew ? Math.max(receipt.revision, row.revision + 1) : receipt.revision;

const moved = (tMs: number | null, byMs: number): number | null => (tMs === null ? null : tMs - byMs);

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

const other = (field: string, stored: string, given: string): Outcome => ({
  field,
  reason: `the receipt is stored with ${stored}, not ${given}; send it whole, with a higher revision or as a correction`,
});

const lineRow = (receipt: number, head: Receipt, line: ReceiptLine, revision: number): LineRow => ({
  receipt,
  line: line.line,
  kind: line.kind,
  sku: line.sku,
  description: line.description,
  quantity: line.quantity,
  unit: line.unit,
  unit_price: line.unitPrice,
  net: line.net,
  gross: line.gross,
  discount: line.discount,
  tax_kind: line.taxKind,
  tax_rate: line.taxRate,
  revision,
  hash: lineHash(head, line),
});
