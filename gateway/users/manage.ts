import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Grant, UserRow } from '../../models/contract/users.ts';
import { type Account, accountById, accounts, addAccount, changeAccount, type NewAccount } from './accounts.ts';
import type { Actor, People } from './people.ts';
import { type Place, reaches } from './scope.ts';
import { endSessions, rotateSoon, sessionsOf } from './sessions.ts';

/** Who administers, and the stores there are. */
export interface Administrator {
  actor: Pick<Actor, 'grants'>;
  places: Place[];
}

/** Whoever keeps the machine may do anything on its command line. */
export const MACHINE: Administrator = { actor: { grants: [{ role: 'admin', scope: 'all' }] }, places: [] };

const within = ({ actor, places }: Administrator, grants: readonly Grant[]): boolean =>
  grants.every(({ scope }) => reaches(actor.grants, 'administer', scope, places));

function refuseBeyond(by: Administrator, grants: readonly Grant[]): void {
  if (within(by, grants)) return;
  const fix = 'Ask an administrator whose role reaches as far.';
  throw new AisleError('NO_RIGHT', 'this reaches beyond the stores that you administer', fix);
}

/** Refuses to give out a role that reaches beyond what the administrator has. */
export const refuseScope = (by: Administrator, scope: string): void => refuseBeyond(by, [{ role: 'viewer', scope }]);

/** Users all of whose roles lie where the administrator's do. Who has no role is everybody's to administer. */
export async function listUsers(people: People, by: Administrator): Promise<UserRow[]> {
  const seen = (await accounts(people.db)).filter(({ grants }) => within(by, grants));
  return Promise.all(seen.map((account) => userRow(people, account)));
}

/** Makes a user without password; `linkFor` invites them. Throws NO_RIGHT or NAME_TAKEN. */
export async function addUser(people: People, by: Administrator, account: NewAccount): Promise<UserRow> {
  refuseBeyond(by, account.grants);
  return userRow(people, await addAccount(people.db, people.now(), account));
}

/** The user of that id, whom the administrator may change. Throws NOT_FOUND or NO_RIGHT. */
export async function userFor(people: People, by: Administrator, id: string): Promise<Account> {
  const account = await accountById(people.db, id);
  if (!account) throw new AisleError('NOT_FOUND', 'there is no such user', 'Look at the list of users.');
  refuseBeyond(by, account.grants);
  return account;
}

/** Changes name on display, roles, or whether somebody may sign in at all. It holds from their next request on. */
export async function changeUser(
  people: People,
  by: Administrator,
  id: string,
  change: { display?: string; grants?: readonly Grant[]; disabled?: boolean },
): Promise<UserRow> {
  const { db, now } = people;
  const account = await userFor(people, by, id);
  const { disabled, ...rest } = change;
  if (rest.grants) refuseBeyond(by, rest.grants);
  const off = disabled === undefined ? {} : { disabled: disabled ? (account.disabled ?? now()) : null };
  await changeAccount(db, id, { ...rest, ...off });
  if (disabled) await endSessions(db, id);
  else if (rest.grants) await rotateSoon(db, id);
  return userRow(people, (await accountById(db, id))!);
}

async function userRow({ db, now }: People, account: Account): Promise<UserRow> {
  const { id, name, display, grants, created, disabled, password, subject } = account;
  return {
    ...{ id, name, display, grants, created: instant(created), password: password !== null },
    disabled: disabled === null ? null : instant(disabled),
    signOn: subject !== null,
    sessions: (await sessionsOf(db, now(), id)).length,
  };
}
