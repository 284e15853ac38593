import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteDb, sqliteOf } from '../../gateway/store/sqlite-store.ts';
import type { Db } from '../../gateway/store/tables.ts';
import { cacheFolder } from '../../models/host/paths.ts';

export const LINES = Number(process.env.POS_LINES ?? 50_000_000);
const LINES_A_RECEIPT = 10;
const YEARS = 3;
export const DAYS = YEARS * 365;
export const MINUTES = DAYS * 1440;
export const FIRST = Date.UTC(2023, 0, 1);
export const STORE = 'demo';
export const ZONES = 6;

/** The path of a data base of three years; it is built once and kept in the cache. */
export async function yearsDb(say: (text: string) => void): Promise<string> {
  const path = join(cacheFolder(), `bench-pos-${LINES}-${ZONES}.db`);
  if (!existsSync(path)) await build(path, say);
  return path;
}

async function build(path: string, say: (text: string) => void): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  const part = `${path}.part`;
  for (const end of ['', '-wal', '-shm']) rmSync(part + end, { force: true });
  const db = await openSqliteDb(part);
  fill(db, say);
  await db.destroy();
  renameSync(part, path);
}

/** Rows as the importers and ingest would leave them, made by the data base itself. */
function fill(db: Db, say: (text: string) => void): void {
  const sqlite = sqliteOf(db);
  for (const pragma of ['foreign_keys = OFF', 'synchronous = OFF', 'journal_mode = OFF', 'cache_size = -500000']) {
    sqlite.pragma(pragma);
  }
  const run = (what: string, text: string) => {
    const began = performance.now();
    sqlite.exec(text);
    say(`${what}: ${Math.round((performance.now() - began) / 1000)} s`);
  };
  const count = (n: number) => `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${n - 1})`;
  const receipts = LINES / LINES_A_RECEIPT;
  const stepMs = Math.floor((MINUTES * 60_000) / receipts);
  const at = `${FIRST} + i * ${stepMs}`;
  run(
    'receipts',
    `${count(receipts)} insert into receipts select i, '${STORE}', strftime('%Y-%m-%d', (${at}) / 1000, 'unixepoch'),
      'till-' || (i % 6), i, 0, null, ${at}, 'sale', 'EUR', null, 0, 0, 2500, 2500, 0, 12, 0, 0, ${LINES_A_RECEIPT}, 1 from n`,
  );
  run(
    'lines',
    `${count(LINES)} insert into receipt_lines select i / ${LINES_A_RECEIPT}, i % ${LINES_A_RECEIPT} + 1, 'sale',
      100000 + (i * 37) % 20000, null, 1, 'each', 250, 250, 250, 0, null, null, 0, 'hash' || (i % 100000) from n`,
  );
  const sums = 'count(*), count(*), 0, 0, 0, 0, sum(net), sum(gross), 0, sum(items), 0';
  run(
    'minutes of sales',
    `insert into sales_minute select store, time - time % 60000, currency, ${sums} from receipts group by 1, 2, 3`,
  );
  run('days of sales', `insert into sales_day select store, day, currency, ${sums} from receipts group by 1, 2, 3`);
  const minutes = count(MINUTES);
  run(
    'traffic',
    `${minutes} insert into traffic (message, store, start, seconds, line, coverage, count_in, count_out, variance_in,
      variance_out, visits, units_in, units_out)
      select i, '${STORE}', ${FIRST} + i * 60000, 60, 'door', 1, i % 3, i % 2, 0.1, 0.1, i % 3, i % 2, i % 2 from n`,
  );
  // What is rolled up begins with the first message.
  sqlite.exec(`insert into messages (store, node, epoch, seq, kind, time, received, late, site_revision, hash, body)
    values ('${STORE}', 'edge-1', 'e', 1, 'agg/traffic', ${FIRST}, ${FIRST}, 0, 'r', 'h', '')`);
  for (let zone = 1; zone <= ZONES; zone++) {
    run(
      `zone ${zone}`,
      `${minutes} insert into zone (message, store, start, seconds, zone, coverage, visits, visits_variance, ended, censored,
        engaged, dwell_s, occupancy_s, occupancy_max, stops, reaches)
        select i, '${STORE}', ${FIRST} + i * 60000, 60, 'zone-${zone}', 1, i % 4, 0.3, i % 4, 0, i % 2, 40, 40, 2, 1, 1 from n`,
    );
    run(
      `dwell of zone ${zone}`,
      `${minutes} insert into dwell (message, store, start, seconds, zone, bin, ended, censored)
        select i, '${STORE}', ${FIRST} + i * 60000, 60, 'zone-${zone}', 2 + i % 5, 1 + i % 3, 0 from n`,
    );
  }
  run('statistics', 'analyze');
  sqlite.pragma('journal_mode = WAL');
}
