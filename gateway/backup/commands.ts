import { join } from 'node:path';
import type { Command } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { answer } from '../../models/host/answer.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { migrateTo, migrateUp, migrationNames, migrationsOf } from '../store/migrations.ts';
import { openDb } from '../store/sqlite-store.ts';
import { backUp } from './back-up.ts';
import type { Carried } from './carry-over.ts';
import { ownState } from './lock.ts';
import { DB_FILE, restore } from './restore.ts';
import { enterState } from './state.ts';

interface Json {
  json?: boolean;
}

/** `aisle backup`, `aisle restore` and `aisle db`. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the gateway’s data base while it runs, with a manifest beside the copy')
    .requiredOption('--out <file>', 'the copy; its manifest is written beside it as <file>.json')
    .option('--json', 'answer with one JSON object')
    .action(async ({ out, json }: Json & { out: string }) => {
      const db = join(stateFolder('gateway'), DB_FILE);
      const lock = await enterState(stateFolder('gateway'));
      try {
        const { begun, bytes, sha256 } = await backUp({ db, out, wallMs: Date.now() }, () => undefined);
        answer(json, { file: out, begun, bytes, sha256 }, `${out}: ${bytes} bytes, SHA-256 ${sha256}`);
      } finally {
        lock.release();
      }
    });

  program
    .command('restore <file>')
    .description('put a back-up in the place of the gateway’s data base; what was there stays aside')
    .option('--json', 'answer with one JSON object')
    .option('--keep-tokens', 'let tokens go on though it is not known which were revoked since: of another machine')
    .action(async (file: string, { json, keepTokens }: Json & { keepTokens?: boolean }) => {
      const input = { file, folder: stateFolder('gateway'), known: migrationNames(), wallMs: Date.now(), keepTokens };
      const { manifest, aside, access } = await restore(input);
      const before =
        aside === null
          ? 'There was none before.'
          : `The one of before is ${aside}: delete it when nobody needs it, for it holds what was deleted or erased since.`;
      const text = `Restored the back-up of ${manifest.begun}. ${before}\n${aboutAccess(access, keepTokens)}`;
      answer(json, { begun: manifest.begun, aside, access }, text);
    });

  const db = program.command('db').description('bring the gateway’s data base to another version of the program');
  db.command('migrate')
    .description('bring its tables to the newest form')
    .option('--json', 'answer with one JSON object')
    .action(({ json }: Json) => withOwnDb(json, (it) => migrateUp(it)));
  db.command('rollback')
    .description('take migrations back, with what only they hold; make a back-up first')
    .requiredOption('--to <name>', 'the last migration that stays')
    .option('--json', 'answer with one JSON object')
    .action(({ to, json }: Json & { to: string }) => {
      const names = migrationNames();
      if (!names.includes(to)) {
        throw new AisleError('BAD_CALL', `there is no migration ${to}`, `Use one of: ${names.join(', ')}.`);
      }
      return withOwnDb(json, async (it) => {
        const done = await migrationsOf(it);
        if (!done.includes(to)) throw new AisleError('BAD_CALL', `${to} was never run here`, 'See: aisle db migrate');
        await migrateTo(it, to);
      });
    });
}

/** What whoever restores must know of who gets in now. */
function aboutAccess(access: Carried, keepTokens = false): string {
  const { unknown, tokens, users, passwords, roles, nodes, receipts } = access;
  const ended = 'All sessions and links have ended: everybody signs in again.';
  const erased =
    receipts > 0 ? [`${receipts} receipts named a loyalty id that was erased; they name nobody again.`] : [];
  if (unknown === null) {
    const taken = `${tokens} tokens, ${users} users, ${roles} roles`;
    const changed = `${passwords} passwords and ${nodes} node credentials`;
    return [ended, `Taken away since and so again: ${taken}; as they are now: ${changed}.`, ...erased].join('\n');
  }
  const why = `What was taken away since the back-up is not known (${unknown}).`;
  const fate = keepTokens
    ? 'Its tokens go on: revoke those that were (aisle tokens list).'
    : `So all its tokens are revoked (${tokens}): make new ones (aisle tokens add).`;
  const rest =
    'Users, passwords and node credentials are those of the back-up: switch off who has left (aisle users list), give new links and node credentials where they were changed.';
  const cards =
    'Loyalty ids that were erased since are known by erased.ndjson and keys/ in the state folder alone: bring them along from another machine, or erase those ids again.';
  return [ended, `${why} ${fate}`, rest, cards, ...erased].join('\n');
}

async function withOwnDb(json: boolean | undefined, work: (db: ReturnType<typeof openDb>) => Promise<void>) {
  const folder = stateFolder('gateway');
  const lock = ownState(folder);
  const db = openDb(join(folder, DB_FILE));
  try {
    await work(db);
    const migrations = await migrationsOf(db);
    answer(json, { migrations }, `The data base has: ${migrations.join(', ')}`);
  } finally {
    await db.destroy();
    lock.release();
  }
}
