import { chmodSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { AisleError } from '../../models/contract/errors.ts';
import { Id, instant } from '../../models/contract/ids.ts';
import { check } from '../../models/contract/parse.ts';
import { ROLES, type Role } from '../../models/contract/rights.ts';
import { Scope, UserName } from '../../models/contract/users.ts';
import { answer, numberOption } from '../../models/host/answer.ts';
import { stateFolder } from '../../models/host/paths.ts';
import { withState } from '../backup/state.ts';
import { accountByName } from './accounts.ts';
import type { Deed } from './audit.ts';
import { linkFor, linkText, type MadeLink } from './invite.ts';
import { addUser, changeUser, listUsers, MACHINE } from './manage.ts';
import { brokerUser, dropNodeCredential, makeNodeCredential } from './node-credentials.ts';
import { audit, openPeople, type People } from './people.ts';
import { listTokens, makeToken, revokeToken } from './tokens.ts';

interface Flags {
  json?: boolean;
  display?: string;
  role: Role;
  scope: string;
  days: number;
  address: string;
}

/** Users and tokens of the gateway whose state lies here. It may run meanwhile: both have the one data base open. */
async function withPeople(work: (people: People) => Promise<void>): Promise<void> {
  const folder = stateFolder('gateway');
  // As the gateway does: what is in it is nobody else's on this machine.
  try {
    chmodSync(folder, 0o700);
  } catch {
    // It is another user's: whether this one may work on it, opening the data base will tell.
  }
  await withState(
    folder,
    (db) => work(openPeople(db, Date.now)),
    (path) => process.stderr.write(`There is no gateway's data base yet; making ${path}\n`),
  );
}

const written = (people: People, deed: Pick<Deed, 'action' | 'target' | 'detail'>) =>
  audit(people, { by: 'system', name: 'command line', ...deed });

const roleOption = () => new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer');
const SCOPE = ['--scope <scope>', 'where: all, store:ID, cluster:ID or region:ID', 'all'] as const;
const JSON_FLAG = ['--json', 'print one JSON object'] as const;
const ADDRESS = ['--address <url>', 'where people open the page', 'http://127.0.0.1:8080'] as const;

function scopeOf(text: string): string {
  if (check(Scope, text).ok) return text;
  throw new AisleError('BAD_CALL', `${text} is no scope`, 'Give all, store:ID, cluster:ID or region:ID.');
}

function idOf(text: string): void {
  if (check(Id, text).ok) return;
  throw new AisleError('BAD_CALL', `${text} is no id`, 'Use a-z, 0-9 and -, at most 64 characters.');
}

function nameOf(text: string): string {
  if (check(UserName, text).ok) return text;
  const fix = 'Use letters, digits and . _ @ + - (at most 80), such as an e-mail address.';
  throw new AisleError('BAD_CALL', `${text} is no name to sign in with`, fix);
}

const sayLink = (flags: Flags, link: MadeLink) => {
  const url = linkText(flags.address, link);
  const expires = instant(link.expires);
  answer(flags.json, { link: url, expires }, `${url}\nIt works once, until ${expires}.`);
};

async function named(people: People, name: string) {
  const account = await accountByName(people.db, name);
  if (account) return account;
  throw new AisleError('NOT_FOUND', `there is no user ${name}`, 'See: aisle users list');
}

export function registerUsers(program: Command): void {
  const users = program.command('users').description('who may use the gateway');
  users
    .command('add <name>')
    .description('make a user and print the link by which they set a password')
    .option('--display <name>', 'their name on the page')
    .addOption(roleOption())
    .option(...SCOPE)
    .option(...ADDRESS)
    .option(...JSON_FLAG)
    .action((name: string, flags: Flags) =>
      withPeople(async (people) => {
        const grants = [{ role: flags.role, scope: scopeOf(flags.scope) }];
        const call = { name: nameOf(name), display: flags.display, grants };
        const { id } = await addUser(people, MACHINE, call);
        await written(people, { action: 'user-add', target: name, detail: `${flags.role} ${flags.scope}` });
        sayLink(flags, await linkFor(people, id));
      }),
    );
  users
    .command('list')
    .description('users and their roles')
    .option(...JSON_FLAG)
    .action(({ json }: Flags) =>
      withPeople(async (people) => {
        const all = await listUsers(people, MACHINE);
        const lines = all.map(({ name, grants, disabled }) => {
          const roles = grants.map(({ role, scope }) => `${role} ${scope}`).join(', ');
          return `${name}\t${roles || 'no role'}${disabled === null ? '' : '\tswitched off'}`;
        });
        answer(json, { users: all }, lines.join('\n') || 'nobody yet');
      }),
    );
  for (const [command, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    users
      .command(`${command} <name>`)
      .description(disabled ? 'sign them out and let them in no more' : 'let them in again')
      .option(...JSON_FLAG)
      .action((name: string, { json }: Flags) =>
        withPeople(async (people) => {
          const user = await changeUser(people, MACHINE, (await named(people, name)).id, { disabled });
          await written(people, { action: `user-${command}`, target: user.name });
          answer(json, { user }, `${user.name} is switched ${disabled ? 'off' : 'on'}`);
        }),
      );
  }
  users
    .command('link <name>')
    .description('print a link by which they set a new password')
    .option(...ADDRESS)
    .option(...JSON_FLAG)
    .action((name: string, flags: Flags) =>
      withPeople(async (people) => {
        const account = await named(people, name);
        const link = await linkFor(people, account.id);
        await written(people, { action: 'user-link', target: account.name });
        sayLink(flags, link);
      }),
    );
}

export function registerNodeCredential(program: Command): void {
  program
    .command('node-credential <store> <node>')
    .description('print, this once, what a node on another machine shows the embedded broker')
    .option('--revoke', 'let it in no more, from its next connection on')
    .option(...JSON_FLAG)
    .action((store: string, node: string, { revoke, json }: Flags & { revoke?: boolean }) =>
      withPeople(async (people) => {
        for (const id of [store, node]) idOf(id);
        const user = brokerUser({ store, node });
        if (revoke) {
          const dropped = await dropNodeCredential(people.db, { store, node });
          if (!dropped) throw new AisleError('NOT_FOUND', `${user} has no credential`, 'Look at its name.');
          await written(people, { action: 'node-credential-revoke', target: user });
          return answer(json, { revoked: user }, `${user} is let in no more`);
        }
        const password = await makeNodeCredential(people.db, people.now(), { store, node });
        await written(people, { action: 'node-credential', target: user });
        answer(json, { user, password }, `--broker mqtts://${user}:${password}@HOST:8883`);
      }),
    );
}

export function registerTokens(program: Command): void {
  const tokens = program.command('tokens').description('what machines sign in with');
  tokens
    .command('add <name>')
    .description('make a token and print it, this once')
    .addOption(roleOption())
    .option(...SCOPE)
    .option('--days <number>', 'until it expires', numberOption('--days', 1, 730), 365)
    .option(...JSON_FLAG)
    .action((name: string, flags: Flags) =>
      withPeople(async (people) => {
        const { role, days } = flags;
        const scope = scopeOf(flags.scope);
        const createdBy = 'command line';
        const { token, row } = await makeToken(people.db, people.now(), { name, role, scope, days, createdBy });
        await written(people, { action: 'token-add', target: row.id, detail: `${name}: ${role} ${scope}` });
        answer(flags.json, { token, row }, token);
      }),
    );
  tokens
    .command('list')
    .description('tokens, without their text')
    .option(...JSON_FLAG)
    .action(({ json }: Flags) =>
      withPeople(async (people) => {
        const all = await listTokens(people.db);
        const lines = all.map(({ id, name, role, scope, expires, revoked }) =>
          [id, name, `${role} ${scope}`, revoked === null ? `until ${expires}` : `revoked ${revoked}`].join('\t'),
        );
        answer(json, { tokens: all }, lines.join('\n') || 'none yet');
      }),
    );
  tokens
    .command('revoke <id>')
    .description('end a token for good')
    .option(...JSON_FLAG)
    .action((id: string, { json }: Flags) =>
      withPeople(async (people) => {
        await revokeToken(people.db, people.now(), id);
        await written(people, { action: 'token-revoke', target: id });
        answer(json, { revoked: id }, `${id} works no more`);
      }),
    );
}
