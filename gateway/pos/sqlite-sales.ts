import { sqliteOf } from '../store/sqlite-store.ts';
import type { Db } from '../store/tables.ts';
import {
  addRejects,
  beginImport,
  endImport,
  importOf,
  imports,
  nameRejectFile,
  pushImport,
  rejects,
} from './imports.ts';
import { KeptProducts } from './kept-products.ts';
import type { Receipt } from './receipt.ts';
import { ReceiptBook } from './receipt-book.ts';
import type { Outcome, ReceiptBatch, Sales } from './sales.ts';
import { SqliteRows } from './sqlite-rows.ts';
import { SumDeltas } from './sum-deltas.ts';
import { businessDays, cancelled, minuteSums, newestMinute, oldestMinute } from './sums.ts';
import { TillClocks } from './till-clocks.ts';
import { transactions } from './transactions.ts';

/**
 * Lets a connection that imports alone keep more pages, and copy the log back into the file less often: receipts that
 * come in no order touch the same pages over and over. It is patient with a gateway that writes all the time.
 */
export function readyForImport(db: Db): void {
  const sqlite = sqliteOf(db);
  sqlite.pragma('cache_size = -65536');
  // Nobody waits for this connection, so it can wait for others.
  sqlite.pragma('busy_timeout = 60000');
  sqlite.pragma('wal_autocheckpoint = 8000');
}

/**
 * Sales in a SQLite file. A batch is written while Kysely's one
 * connection is held: no transaction of somebody else is open then, and none can begin.
 */
export function sqliteSales(db: Db): Sales {
  const sqlite = sqliteOf(db);
  const keptProducts = new KeptProducts(db);
  let rows: SqliteRows | undefined;
  const count = sqlite.prepare(
    'update pos_imports set accepted = accepted + ?, duplicates = duplicates + ? where id = ?',
  );
  const basket = sqlite.prepare(
    'insert into baskets (store, source, basket, item) values (?, ?, ?, ?) on conflict do nothing',
  );
  const itemsOf = sqlite.prepare('select item from baskets where store = ? and source = ? and basket = ?').pluck();
  const inTransaction = <T>(work: () => T): Promise<T> =>
    db.connection().execute(async () => sqlite.transaction(work).immediate());
  const erased = sqlite.prepare('select loyalty from loyalty_erased where store = ?').pluck();
  const counted = (importId: number, outcomes: readonly Outcome[]) => {
    let [accepted, duplicates] = [0, 0];
    for (const outcome of outcomes) {
      if (outcome === 'accepted') accepted++;
      else if (outcome === 'duplicate') duplicates++;
    }
    count.run(accepted, duplicates, importId);
  };

  const add = ({ store, importId, nowMs, receipts }: ReceiptBatch): Outcome[][] => {
    rows ??= new SqliteRows(sqlite);
    rows.begin(importId, nowMs);
    const book = new ReceiptBook(store, importId, rows);
    const gone = new Set(erased.all(store) as string[]);
    const named = (receipt: Receipt) => receipt.loyalty === null || !gone.has(receipt.loyalty);
    const outcomes = receipts.map((it) => book.enter(named(it) ? it : { ...it, loyalty: null }));
    const deltas = new SumDeltas();
    book.close(deltas);
    rows.addSums(store, deltas.minutes(), deltas.days());
    rows.dropKept(store, deltas.touched());
    counted(importId, outcomes.flat());
    return outcomes;
  };

  return {
    add: (batch) => inTransaction(() => add(batch)),
    addBaskets: (store, source, baskets, importId) =>
      inTransaction(() => {
        const outcomes = baskets.map(({ basket: number, items }): Outcome => {
          const stored = new Set(itemsOf.all(store, source, number) as string[]);
          if (stored.size > 0) {
            const same = stored.size === items.length && items.every((item) => stored.has(item));
            return same ? 'duplicate' : { field: 'line', reason: `another basket ${number} of ${source} is stored` };
          }
          for (const item of items) basket.run(store, source, number, item);
          return 'accepted';
        });
        counted(importId, outcomes);
        return outcomes;
      }),
    minuteSums: (span) => minuteSums(db, span),
    cancelled: (span) => cancelled(db, span),
    newestMinute: (store) => newestMinute(db, store),
    oldestMinute: (store) => oldestMinute(db, store),
    businessDays: (store, from, to) => businessDays(db, store, from, to),
    productSums: (span, days) => keptProducts.sums(span, days),
    keepDays: (store, days, signal) => keptProducts.keep(store, days, signal),
    transactions: (span, cursor) => transactions(db, span, cursor),
    clocks: new TillClocks(db),
    beginImport: (about) => beginImport(db, about),
    pushImport: (store, via, nowMs) => pushImport(db, store, via, nowMs),
    addRejects: (importId, list, nowMs) => addRejects(db, importId, list, nowMs),
    endImport: (importId, end) => endImport(db, importId, end),
    imports: (store, limit) => imports(db, store, limit),
    importOf: (store, importId) => importOf(db, store, importId),
    nameRejectFile: (importId, name) => nameRejectFile(db, importId, name),
    rejects: (store, importId) => rejects(db, store, importId),
  };
}
