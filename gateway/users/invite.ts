import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { LinkAnswer } from '../../models/contract/users.ts';
import { accountById, addAccount, changeAccount, foldName } from './accounts.ts';
import { type LinkKind, lookAtLink, makeLink, takeLink } from './links.ts';
import { audit, hasUsers, type People } from './people.ts';
import { endSessions } from './sessions.ts';
import { beginSession, type From, type NewSession } from './sign-in.ts';

/** A secret that opens the page's form for a password once. */
export interface MadeLink {
  secret: string;
  expires: number;
}

/** The page's address with the secret behind the #: it goes to no server and into no log. */
export const linkText = (address: string, { secret }: MadeLink): string =>
  `${address.replace(/\/+$/, '')}/#link=${secret}`;

/** The link of the first administrator; undefined as soon as there is a user. One that was made before stops working. */
export async function firstAdminLink(people: People): Promise<MadeLink | undefined> {
  if (await hasUsers(people)) return undefined;
  return makeLink(people.db, people.now(), 'first-admin', null);
}

/** A link by which a user sets a password: an invitation while there is none. Throws BAD_CALL for who signs in elsewhere. */
export async function linkFor(people: People, id: string): Promise<MadeLink & { kind: LinkKind }> {
  const account = await accountById(people.db, id);
  if (!account) throw new AisleError('NOT_FOUND', 'there is no such user', 'Look at the list of users.');
  if (account.subject !== null) {
    throw new AisleError('BAD_CALL', `${account.name} signs in by OpenID Connect`, 'Their password is set there.');
  }
  const kind = account.password === null ? 'invite' : 'reset';
  return { kind, ...(await makeLink(people.db, people.now(), kind, id)) };
}

/** What a link is for. Throws NOT_FOUND. */
export async function readLink(people: People, secret: string): Promise<LinkAnswer> {
  const { kind, user, expires } = await lookAtLink(people.db, people.now(), secret);
  const name = user === null ? null : ((await accountById(people.db, user))?.name ?? null);
  return { kind, name, expires: instant(expires) };
}

export interface Claim {
  link: string;
  password: string;
  /** Of the first administrator. */
  name?: string;
  display?: string;
}

/** Sets the password that a link is for, uses the link up, and signs its bearer in. Throws NOT_FOUND or BAD_CALL. */
export async function claimLink(people: People, claim: Claim, from: From): Promise<NewSession> {
  const { db, now, passwords } = people;
  const { kind, user } = await lookAtLink(db, now(), claim.link);
  if (kind === 'first-admin') return claimFirst(people, claim, from);
  const account = await accountById(db, user!);
  if (!account || account.disabled !== null) {
    throw new AisleError('NO_RIGHT', 'this user is switched off', 'Ask an administrator.');
  }
  const password = await passwords.hash(claim.password);
  await takeLink(db, now(), claim.link);
  await changeAccount(db, account.id, { password });
  // Whoever was signed in with the old password is not any more.
  await endSessions(db, account.id);
  return beginSession(people, account, from, `link-${kind}`);
}

async function claimFirst(people: People, { link, name, display, password }: Claim, from: From): Promise<NewSession> {
  const { db, now, passwords } = people;
  if (name === undefined) {
    throw new AisleError('BAD_CALL', 'the first administrator has no name', 'Send a name with the link.');
  }
  if (await hasUsers(people)) {
    const fix = 'Ask an administrator for an invitation.';
    throw new AisleError('NO_RIGHT', 'there is a first administrator already', fix);
  }
  const hashed = await passwords.hash(password);
  await takeLink(db, now(), link);
  const grants = [{ role: 'admin' as const, scope: 'all' }];
  const account = await addAccount(db, now(), { name, display, grants, password: hashed });
  const deed = { by: 'system' as const, name: 'first start', address: from.address };
  await audit(people, { ...deed, action: 'user-add', target: foldName(name), detail: 'admin all' });
  return beginSession(people, account, from, 'link-first-admin');
}
