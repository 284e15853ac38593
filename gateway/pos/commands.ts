import type { Command } from 'commander';
import { answer } from '../../models/host/answer.ts';
import { refuseNoFile } from '../../models/host/input-file.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { loadSiteOf } from '../../models/host/site-file.ts';
import { isStateInUse } from '../backup/lock.ts';
import { withState } from '../backup/state.ts';
import { keptSite, refuseNoStore } from '../store-of-command.ts';
import { GENTLE } from './file-queue.ts';
import { importFile } from './import-file.ts';
import { keepHeapSmall } from './small-heap.ts';
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
      refuseNoStore(flags.store);
      // What is no file makes no data base.
      refuseNoFile(path, path);
      const told = flags.site === undefined ? undefined : loadSiteOf(flags.store, flags.site);
      const statePath = stateFolder('gateway');
      // With a gateway on the same data base, which must find its lock free now and again.
      const pace = isStateInUse(statePath) ? GENTLE : {};
      await withState(statePath, async (db) => {
        readyForImport(db);
        keepHeapSmall();
        const kept = told ?? (await keptSite(db, flags.store, 'times without an offset are taken as UTC'));
        const site = kept ?? { timeZone: 'UTC' };
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
