import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { ID_PATTERN } from '../../models/contract/ids.ts';
import type { Site } from '../../models/contract/site.ts';
import { answer } from '../../models/host/answer.ts';
import { refuseNoFile } from '../../models/host/input-file.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { loadSiteOf } from '../../models/host/site-file.ts';
import { isStateInUse } from '../backup/lock.ts';
import { withState } from '../backup/state.ts';
import type { Db } from '../store/tables.ts';
import { GENTLE } from './file-queue.ts';
import { importFile } from './import-file.ts';
import { readyForImport, sqliteSales } from './sqlite-sales.ts';

interface Flags {
  store: string;
  mapping?: string;
  format?: string;
  site?: string;
  json?: boolean;
}

/** Adds `pos import` to the command line. It writes into the gateway's data base, which may be running meanwhile. */
export function registerPos(program: Command): void {
  program
    .command('pos')
    .description('sales of the tills')
    .command('import <file>')
    .description('store what a till file holds; what is stored already is known again')
    .requiredOption('--store <id>', 'whose tills')
    .option('--mapping <name or file>', 'columns of a CSV: standard, bakery, complete-journey, groceries, or a file')
    .option('--format <kind>', 'csv, ndjson or poslog, where the name of the file does not tell')
    .option('--site <file>', "site file of the store, for its time zone; else the gateway's copy, else UTC")
    .option('--json', 'print one JSON object')
    .action(async (path: string, flags: Flags) => {
      if (!new RegExp(ID_PATTERN).test(flags.store)) {
        throw new AisleError('BAD_CALL', `${flags.store} is no name of a store`, 'Use a-z, 0-9 and -, at most 64.');
      }
      // What is no file makes no data base.
      refuseNoFile(path, path);
      const told = flags.site === undefined ? undefined : loadSiteOf(flags.store, flags.site);
      const statePath = stateFolder('gateway');
      // With a gateway on the same data base, which must find its lock free now and again.
      const pace = isStateInUse(statePath) ? GENTLE : {};
      await withState(statePath, async (db) => {
        readyForImport(db);
        const site = told ?? (await keptSite(db, flags.store));
        const { store, mapping, format } = flags;
        const order = { ...pace, path, store, via: 'command' as const, mapping, format, site, statePath };
        const result = await importFile(sqliteSales(db), order, Date.now);
        const { accepted, duplicates, rejected, rejectFile } = result;
        const text = `${accepted} ${accepted === 1 ? 'line' : 'lines'} accepted, ${duplicates} known already, ${rejected} rejected`;
        const where = rejectFile === null ? '' : `\nThe rejected lines, to be mended and sent again: ${rejectFile}`;
        answer(flags.json, { accepted, duplicates, rejected, rejectFile }, text + where);
      });
    });
}

/** The newest site that a gateway on this data base had; without one, times without an offset are UTC. */
async function keptSite(db: Db, store: string): Promise<Pick<Site, 'timeZone' | 'hours'>> {
  const row = await db
    .selectFrom('sites')
    .select('site')
    .where('store', '=', store)
    .orderBy('since', 'desc')
    .executeTakeFirst();
  if (row) return JSON.parse(row.site) as Site;
  process.stderr.write(`No site of ${store} is known: times without an offset are taken as UTC.\n`);
  return { timeZone: 'UTC' };
}
