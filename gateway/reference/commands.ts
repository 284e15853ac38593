import type { Command } from 'commander';
import { REFERENCE_KINDS } from '../../models/contract/reference-rows.ts';
import type { Site } from '../../models/contract/site.ts';
import { answer } from '../../models/host/answer.ts';
import { refuseNoFile } from '../../models/host/input-file.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { loadSiteOf } from '../../models/host/site-file.ts';
import { withState } from '../backup/state.ts';
import { Board } from '../board.ts';
import { Clocks } from '../clock.ts';
import { StoreDays } from '../figures/store-days.ts';
import { recall } from '../recall.ts';
import { kyselyStore } from '../store/sqlite-store.ts';
import type { Db } from '../store/tables.ts';
import { keptSite, refuseNoStore } from '../store-of-command.ts';
import { importReference } from './import-file.ts';
import { kindOf } from './registry.ts';

interface Flags {
  store: string;
  site?: string;
  from?: string;
  whole?: boolean;
  json?: boolean;
}

/** Adds `reference import` to the command line. It writes into the gateway's data base, which may be running meanwhile. */
export function registerReference(program: Command): void {
  program
    .command('reference')
    .description('what the models need besides cameras and tills: products, prices, stock, holidays …')
    .command('import <kind> <file>')
    .description(`store a file (CSV, JSON or NDJSON) of ${REFERENCE_KINDS.join(', ')}`)
    .requiredOption('--store <id>', 'whose they are')
    .option('--site <file>', "site file of the store; else the gateway's copy")
    .option('--from <day>', 'effective date of rows that name none')
    .option('--whole', 'the file is all there is: what is not in it ends')
    .option('--json', 'print one JSON object')
    .action(async (kindName: string, path: string, flags: Flags) => {
      const kind = kindOf(kindName);
      const { store, from, whole } = flags;
      refuseNoStore(store);
      // What is no file makes no data base.
      refuseNoFile(path, path);
      const told = flags.site === undefined ? undefined : loadSiteOf(store, flags.site);
      const statePath = stateFolder('gateway');
      await withState(statePath, async (db) => {
        const site = told ?? (await keptSite(db, store, "places are not checked, days are UTC's"));
        const today = await todayOf(db, store, site);
        const order = { store, kind, path, from, whole, site, today, statePath };
        const taken = await importReference(db, order, Date.now);
        const { accepted, duplicates, rejected, ended, ignored, rejectFile } = taken;
        const lines = [
          `${accepted} ${accepted === 1 ? 'row' : 'rows'} accepted, ${duplicates} known already, ${rejected} rejected${whole ? `, ${ended} ended` : ''}`,
          ...(ignored.length > 0 ? [`Columns that ${kind.name} do not have: ${ignored.join(', ')}`] : []),
          ...(rejectFile === null ? [] : [`The rejected rows, to be mended and sent again: ${rejectFile}`]),
        ];
        answer(flags.json, { accepted, duplicates, rejected, ended, ignored, rejectFile }, lines.join('\n'));
      });
    });
}

/** The store's business day: a simulated store's is that of its newest message. */
async function todayOf(db: Db, store: string, site: Site | undefined): Promise<string> {
  const board = new Board(Date.now);
  const clocks = new Clocks(board, Date.now);
  if (site) await recall(kyselyStore(db), board, clocks, new Map([[store, { path: '', site, revision: '' }]]));
  return new StoreDays(site ?? { timeZone: 'UTC' }).at(clocks.now(store)).date;
}
