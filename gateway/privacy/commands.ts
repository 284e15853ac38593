import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { answer } from '../../models/host/answer.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { withState } from '../backup/state.ts';
import type { Db } from '../store/tables.ts';
import { refuseNoStore } from '../store-of-command.ts';
import { eraseLoyalty, exportLoyalty } from './loyalty.ts';

interface Flags {
  store: string;
  loyalty: string;
  json?: boolean;
}

/** Adds `privacy export` and `privacy erase` to the command line: what somebody with a loyalty card may ask for. */
export function registerPrivacy(program: Command): void {
  const privacy = program.command('privacy').description('what is stored under a loyalty id');
  const add = (name: string, description: string) =>
    privacy
      .command(name)
      .description(description)
      .requiredOption('--store <id>', 'in which store')
      .requiredOption('--loyalty <id>', 'as the till reads it from the card')
      .option('--json', 'print one JSON object');

  add('export', 'print the receipts of a loyalty id').action(async (flags: Flags) => {
    const found = await withDb(flags, (db, statePath) => exportLoyalty(db, statePath, flags.store, flags.loyalty));
    answer(flags.json, found, JSON.stringify(found, null, 2));
  });

  add('erase', 'take a loyalty id off its receipts; the sales stay').action(async (flags: Flags) => {
    const receipts = await withDb(flags, (db, statePath) => eraseLoyalty(db, statePath, flags.store, flags.loyalty));
    const rest = 'No file that is imported brings it back. Files of the tills that still name it are yours to delete.';
    answer(flags.json, { receipts }, `${receipts} receipts name nobody any more.\n${rest}`);
  });
}

async function withDb<T>({ store, loyalty }: Flags, use: (db: Db, statePath: string) => Promise<T>): Promise<T> {
  refuseNoStore(store);
  if (loyalty.trim() === '') {
    throw new AisleError('BAD_CALL', 'the loyalty id is empty', 'Give it as the till reads it from the card.');
  }
  const statePath = stateFolder('gateway');
  return withState(
    statePath,
    (db) => use(db, statePath),
    () => {
      const fix = 'Set AISLE_STATE to that of the gateway.';
      throw new AisleError('NOT_FOUND', `there is no data base in ${statePath}`, fix);
    },
  );
}
