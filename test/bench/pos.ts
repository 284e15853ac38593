import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BATCH_LINES } from '../../gateway/pos/import-file.ts';
import type { Sales } from '../../gateway/pos/sales.ts';
import { sqliteSales } from '../../gateway/pos/sqlite-sales.ts';
import { openSqliteDb } from '../../gateway/store/sqlite-store.ts';
import { openSqlite } from '../../models/host/sqlite.ts';
import { tempFolder } from '../support/gateway.ts';
import type { BenchOptions } from './bench.ts';
import { writeCsv, writePosLog } from './pos-files.ts';
import { importOne } from './pos-import.ts';
import { queryYears } from './pos-years.ts';

export const name = 'pos';

const RECEIPTS = 60_000;
const SOAK_RECEIPTS = 15_000;
const MINUTES = Number(process.env.POS_MINUTES ?? 5);

/**
 * Till files to durable rows, with a bare loop of inserts beside them; memory while importing goes on for five minutes;
 * and queries over 50 million till lines and three years of minutes. POS_LINES and POS_MINUTES make it smaller.
 */
export async function run({ json }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = tempFolder();
  const say = (text: string) => (json ? undefined : console.error(text));
  try {
    const db = await openSqliteDb(join(folder.path, 'gateway.db'));
    const sales = sqliteSales(db);
    const csv = await speed(sales, folder.path, 'csv', writeCsv, RECEIPTS, 0);
    const posLog = await speed(sales, folder.path, 'xml', writePosLog, RECEIPTS / 4, RECEIPTS);
    const bare = bareInserts(join(folder.path, 'bare.db'), RECEIPTS * 5);
    say(`csv ${csv} lines/s, POSLog ${posLog} lines/s, bare inserts ${bare} rows/s`);
    const memory = await soakAlone(folder.path);
    say(`memory: ${JSON.stringify(memory)}`);
    await db.destroy();
    return {
      csvLinesPerSecond: csv,
      posLogLinesPerSecond: posLog,
      bareInsertsPerSecond: bare,
      ratioCsvToBare: Math.round((csv / bare) * 100) / 100,
      memory,
      ...(await queryYears(say)),
    };
  } finally {
    folder.remove();
  }
}

/** Lines a second, from the file to rows that a power cut leaves; fails where a line is not taken. */
async function speed(
  sales: Sales,
  folder: string,
  kind: string,
  write: (path: string, count: number, first: number) => number,
  count: number,
  first: number,
): Promise<number> {
  const path = join(folder, `speed.${kind}`);
  const lines = write(path, count, first);
  const began = performance.now();
  const accepted = await importOne(sales, folder, path);
  const seconds = (performance.now() - began) / 1000;
  rmSync(path);
  if (accepted !== lines) throw new Error(`${kind}: ${accepted} of ${lines} lines were taken`);
  return Math.round(lines / seconds);
}

/** What the same machine does at most: rows of the same width, the same transactions, nothing read, nothing checked. */
function bareInserts(path: string, rows: number): number {
  const db = openSqlite(path);
  db.exec(
    'create table line (receipt integer, line integer, kind text, sku text, quantity real, unit text, net integer, hash text, primary key (receipt, line)) without rowid',
  );
  const insert = db.prepare('insert into line values (?, ?, ?, ?, ?, ?, ?, ?)');
  const began = performance.now();
  for (let i = 0; i < rows; ) {
    db.transaction(() => {
      for (const end = Math.min(rows, i + BATCH_LINES); i < end; i++) {
        insert.run(Math.floor(i / 5), i % 5, 'sale', String(100_000 + (i % 5000)), 1, 'each', 250, 'c0ffee00c0ffee00');
      }
    })();
  }
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return Math.round(rows / seconds);
}

/** The soak in a process of its own, as an import by the command line is: what other parts of the bench leave is not in it. */
function soakAlone(folder: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('./pos-soak.ts', import.meta.url), [String(MINUTES)], { execArgv: ['--import', 'tsx'] });
    let first = 0;
    child.on('message', (message) => {
      if (message !== 'next') return resolve(message as Record<string, unknown>);
      // One is read while the other is written.
      const path = join(folder, `soak-${(first / SOAK_RECEIPTS) % 2}.csv`);
      writeCsv(path, SOAK_RECEIPTS, first);
      first += SOAK_RECEIPTS;
      child.send(path);
    });
    child.once('exit', (code) => reject(new Error(`the soak ended with ${code}`)));
  });
}
