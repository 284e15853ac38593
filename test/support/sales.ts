import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileImport, type ImportResult, importFile } from '../../gateway/pos/import-file.ts';
import type { Receipt, ReceiptLine } from '../../gateway/pos/receipt.ts';
import type { Outcome, Sales, SalesSpan, SalesSum } from '../../gateway/pos/sales.ts';
import { sqliteSales } from '../../gateway/pos/sqlite-sales.ts';
import { SUM_NAMES } from '../../gateway/pos/totals.ts';
import type { Db } from '../../gateway/store/tables.ts';
import { freshDb } from './fresh-db.ts';
import { tempFolder } from './gateway.ts';
import { STORE } from './messages.ts';

/** Noon of the first of March 2026. */
export const NOON = Date.parse('2026-03-01T12:00:00Z');
export const ALWAYS = { store: STORE, fromMs: 0, toMs: Date.parse('2100-01-01T00:00:00Z') };

export const line = (number: number, changes: Partial<ReceiptLine> = {}): ReceiptLine => ({
  ...{ line: number, kind: 'sale', sku: 'a', description: null, quantity: 1, unit: 'each', unitPrice: null },
  ...{ net: 100, gross: 100, discount: 0, taxKind: null, taxRate: null },
  ...changes,
});
export const receipt = (lines: ReceiptLine[], changes: Partial<Receipt> = {}): Receipt => ({
  ...{ businessDay: '2026-03-01', till: '1', number: '1', revision: 0, correction: false, startMs: null },
  ...{ timeMs: NOON, kind: 'sale', currency: 'EUR', loyalty: null, staffPurchase: false, clickAndCollect: false },
  ...{ whole: true, lines },
  ...changes,
});

/** Sums of the whole span, one a currency. */
export async function spanSums(sales: Sales, span: SalesSpan): Promise<SalesSum[]> {
  const sums = new Map<string, SalesSum>();
  for (const { startMs: _, ...minute } of await sales.minuteSums(span)) {
    const sum = sums.get(minute.currency);
    if (!sum) sums.set(minute.currency, minute);
    else for (const name of SUM_NAMES) sum[name] += minute[name];
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

export interface TestSales {
  db: Db;
  sales: Sales;
  folder: string;
  add(...receipts: Receipt[]): Promise<Outcome[][]>;
  /** Imports a text as a file of that name. */
  text(name: string, content: string | Buffer, order?: Partial<FileImport>): Promise<ImportResult>;
  file(path: string, order?: Partial<FileImport>): Promise<ImportResult>;
  /** Everything that figures are made of. */
  state(): Promise<unknown>;
  close(): Promise<void>;
}

export async function testSales(): Promise<TestSales> {
  const folder = tempFolder();
  const db = await freshDb(join(folder.path, 'gateway.db'));
  const sales = sqliteSales(db);
  const file = (path: string, order: Partial<FileImport> = {}) =>
    importFile(
      sales,
      { path, store: STORE, via: 'command', site: { timeZone: 'Europe/Berlin' }, statePath: folder.path, ...order },
      () => NOON,
    );
  return {
    ...{ db, sales, folder: folder.path, file },
    add: (...receipts) => sales.add({ store: STORE, importId: 1, nowMs: NOON, receipts }),
    text(name, content, order) {
      const path = join(folder.path, name);
      writeFileSync(path, content);
      return file(path, order);
    },
    async state() {
      const receipts = await db
        .selectFrom('receipts')
        .selectAll()
        .orderBy('day')
        .orderBy('till')
        .orderBy('number')
        .execute();
      const lines = await db.selectFrom('receipt_lines').selectAll().execute();
      const ids = new Map(receipts.map(({ id, day, till, number }) => [id, `${day}/${till}/${number}`]));
      const named = lines.map(({ receipt: id, ...rest }) => ({ of: ids.get(id)!, ...rest }));
      return {
        receipts: receipts.map(({ id: _, import: __, ...rest }) => rest),
        lines: named.sort((a, b) => (a.of === b.of ? a.line - b.line : a.of < b.of ? -1 : 1)),
        minutes: await sales.minuteSums(ALWAYS),
        days: await sales.businessDays(STORE, '0000-01-01', '9999-12-31'),
      };
    },
    async close() {
      await db.destroy();
      folder.remove();
    },
  };
}
