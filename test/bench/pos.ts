import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../gateway/group-by.ts';
import { importFile } from '../../gateway/pos/import-file.ts';
import type { Sales } from '../../gateway/pos/sales.ts';
import { sqliteSales } from '../../gateway/pos/sqlite-sales.ts';
import { openSqliteDb } from '../../gateway/store/sqlite-store.ts';
import { openSqlite } from '../../models/host/sqlite.ts';
import { tempFolder } from '../support/gateway.ts';
import type { BenchOptions } from './bench.ts';
import { writeCsv, writePosLog } from './pos-files.ts';
import { queryYears } from './pos-years.ts';

export const name = 'pos';

const RECEIPTS = 60_000;
const MINUTES = Number(process.env.POS_MINUTES ?? 5);
const BATCH = 2000;

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
    const memory = await soak(sales, folder.path, say);
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

async function importOne(sales: Sales, folder: string, path: string): Promise<number> {
  const site = { timeZone: 'UTC', hours: undefined };
  const order = { path, store: 'demo', via: 'command', site, statePath: folder, batchLines: BATCH } as const;
  const { accepted } = await importFile(sales, order, Date.now);
  return accepted;
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
      for (const end = Math.min(rows, i + BATCH); i < end; i++) {
        insert.run(Math.floor(i / 5), i % 5, 'sale', String(100_000 + (i % 5000)), 1, 'each', 250, 'c0ffee00c0ffee00');
      }
    })();
  }
  const seconds = (performance.now() - began) / 1000;
  db.close();
  return Math.round(rows / seconds);
}

/**
 * Imports one file after the other, and fits a line through the resident memory of each second. The heap's garbage goes up
 * and down by tens of megabytes, so that over minutes this slope is off by more than 1 MB/min either way; the line through
 * the least of each quarter of a minute, when garbage has just been collected, shows what stays.
 */
async function soak(sales: Sales, folder: string, say: (text: string) => void) {
  const samples: Sample[] = [];
  const began = performance.now();
  const timer = setInterval(() => {
    samples.push({ minute: (performance.now() - began) / 60_000, megabytes: process.memoryUsage.rss() / 1e6 });
  }, 1000);
  let [first, lines] = [10 * RECEIPTS, 0];
  const path = join(folder, 'soak.csv');
  while ((performance.now() - began) / 60_000 < MINUTES) {
    writeCsv(path, RECEIPTS / 4, first);
    lines += await importOne(sales, folder, path);
    first += RECEIPTS / 4;
  }
  clearInterval(timer);
  // The heap grows to its working size first; a leak goes on after that.
  const settled = samples.filter(({ minute }) => minute > MINUTES / 5);
  const slope = slopeOf(leastOf(settled));
  const slopeOfAll = slopeOf(settled);
  say(`memory: ${slope} MB/min over ${MINUTES} minutes (${slopeOfAll} through all seconds)`);
  const residentMb = Math.round(samples.at(-1)?.megabytes ?? 0);
  return { minutes: MINUTES, lines, slopeMbPerMinute: slope, slopeOfAllSeconds: slopeOfAll, residentMb };
}

interface Sample {
  minute: number;
  megabytes: number;
}

/** The least sample of each quarter of a minute. */
function leastOf(samples: readonly Sample[]): Sample[] {
  const quarters = groupBy(samples, ({ minute }) => Math.floor(minute * 4));
  return [...quarters.values()].map((own) => own.reduce((a, b) => (b.megabytes < a.megabytes ? b : a)));
}

function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const [x, y] = [mean((s) => s.minute), mean((s) => s.megabytes)];
  const slope = mean((s) => (s.minute - x) * (s.megabytes - y)) / mean((s) => (s.minute - x) ** 2);
  return Math.round(slope * 100) / 100;
}
