import type { Statement } from 'better-sqlite3';
import type { Sqlite } from '../../models/host/sqlite.ts';
import { LONGEST_KEPT_MS } from '../rollups/kept.ts';
import { DAY_MS, KEPT_OF_TILLS } from '../rollups/kinds.ts';
import type { ReceiptRows } from './receipt-book.ts';
import type { DayDelta, MinuteDelta } from './sum-deltas.ts';
import type { LineRow, ReceiptRow } from './tables.ts';
import { SUM_NAMES } from './totals.ts';

const RECEIPT: (keyof ReceiptRow)[] = [
  ...(['id', 'store', 'day', 'till', 'number', 'revision', 'start', 'time', 'kind', 'currency', 'loyalty'] as const),
  ...(['staff', 'collect', 'net', 'gross', 'discount', 'items', 'returned', 'unpriced', 'lines', 'import'] as const),
];
const LINE: (keyof LineRow)[] = [
  ...(['receipt', 'line', 'kind', 'sku', 'description', 'quantity', 'unit', 'unit_price', 'net'] as const),
  ...(['gross', 'discount', 'tax_kind', 'tax_rate', 'revision', 'hash'] as const),
];

const insert = (table: string, names: readonly string[]) =>
  `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
const addUp = (table: string, key: readonly string[]) =>
  `${insert(table, [...key, ...SUM_NAMES])} on conflict (${key.join(', ')}) do update set ${SUM_NAMES.map(
    (name) => `${name} = ${name} + excluded.${name}`,
  ).join(', ')}`;

/**
 * Receipts in SQLite by prepared statements, which better-sqlite3 runs without a promise a row: through Kysely the same
 * rows took several times as long.
 */
export class SqliteRows implements ReceiptRows {
  readonly #find: Statement;
  readonly #put: Statement;
  readonly #line: Statement;
  readonly #lines: Statement;
  readonly #replace: Statement;
  readonly #remove: Statement;
  readonly #bump: Statement;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #trace: Statement;
  readonly #minute: Statement;
  readonly #day: Statement;
  readonly #drop: Statement;
  readonly #maxId: Statement;
  readonly #clock: Statement;
  #clocks = new Map<string, number>();
  #lastId = 0;
  #importId = 0;
  #nowMs = 0;

  constructor(db: Sqlite) {
    this.#find = db.prepare('select * from receipts where store = ? and day = ? and till = ? and number = ?');
    this.#put = db.prepare(`${insert('receipt_lines', LINE)} on conflict do nothing`);
    this.#line = db.prepare('select * from receipt_lines where receipt = ? and line = ?');
    this.#lines = db.prepare('select * from receipt_lines where receipt = ?');
    this.#replace = db.prepare(insert('receipt_lines', LINE).replace('insert', 'insert or replace'));
    this.#remove = db.prepare('delete from receipt_lines where receipt = ? and line = ?');
    this.#bump = db.prepare('update receipt_lines set revision = ? where receipt = ? and line = ?');
    this.#insert = db.prepare(insert('receipts', RECEIPT));
    this.#update = db.prepare(
      `update receipts set ${RECEIPT.slice(1)
        .map((name) => `${name} = ?`)
        .join(', ')} where id = ?`,
    );
    this.#trace = db.prepare(insert('receipt_changes', ['receipt', 'line', 'at', 'import', 'revision', 'body']));
    this.#minute = db.prepare(addUp('sales_minute', ['store', 'start', 'currency']));
    this.#day = db.prepare(addUp('sales_day', ['store', 'day', 'currency']));
    this.#clock = db
      .prepare("select offset_s from till_clock where store = ? and day = ? and till = ? and state = 'applied'")
      .pluck();
    this.#drop = db.prepare(DROP_KEPT);
    this.#maxId = db.prepare('select coalesce(max(id), 0) from receipts').pluck();
  }

  /** Call it first in each transaction: another process may have written since. */
  begin(importId: number, nowMs: number): void {
    this.#importId = importId;
    this.#nowMs = nowMs;
    this.#lastId = this.#maxId.get() as number;
    this.#clocks.clear();
  }

  nextId = (): number => ++this.#lastId;

  clockS(store: string, day: string, till: string): number {
    const key = `${day}/${till}`;
    let clockS = this.#clocks.get(key);
    if (clockS === undefined) {
      clockS = (this.#clock.get(store, day, till) as number | undefined) ?? 0;
      this.#clocks.set(key, clockS);
    }
    return clockS;
  }

  find(store: string, day: string, till: string, number: string): ReceiptRow | undefined {
    return this.#find.get(store, day, till, number) as ReceiptRow | undefined;
  }

  putLine(row: LineRow): boolean {
    return this.#put.run(lineValues(row)).changes === 1;
  }

  line(receipt: number, line: number): LineRow | undefined {
    return this.#line.get(receipt, line) as LineRow | undefined;
  }

  lines(receipt: number): LineRow[] {
    return this.#lines.all(receipt) as LineRow[];
  }

  replaceLine(old: LineRow, by: LineRow | undefined): void {
    this.#trace.run(old.receipt, old.line, this.#nowMs, this.#importId, old.revision, JSON.stringify(old));
    if (by) this.#replace.run(lineValues(by));
    else this.#remove.run(old.receipt, old.line);
  }

  bumpRevision(receipt: number, line: number, revision: number): void {
    this.#bump.run(revision, receipt, line);
  }

  save(row: ReceiptRow, isNew: boolean): void {
    const values = RECEIPT.map((name) => row[name]);
    if (isNew) this.#insert.run(values);
    else this.#update.run([...values.slice(1), row.id]);
  }

  addSums(store: string, minutes: readonly MinuteDelta[], days: readonly DayDelta[]): void {
    for (const it of minutes) this.#minute.run([store, it.start, it.currency, ...SUM_NAMES.map((name) => it[name])]);
    for (const it of days) this.#day.run([store, it.day, it.currency, ...SUM_NAMES.map((name) => it[name])]);
  }

  /** Takes away what is kept of these days in UTC: it is made of other receipts. */
  dropKept(store: string, days: readonly number[]): void {
    for (const day of days) this.#drop.run(store, day - LONGEST_KEPT_MS, day + DAY_MS, day);
  }
}

/** Sums of days and months that hold what has changed. */
const DROP_KEPT = `delete from kept where store = ? and kind in (${KEPT_OF_TILLS.map((kind) => `'${kind}'`).join(', ')})
  and start > ? and start < ? and until > ?`;

const lineValues = (row: LineRow): unknown[] => LINE.map((name) => row[name]);
