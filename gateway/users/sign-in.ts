import { AisleError } from '../../models/contract/errors.ts';
import { type Account, accountById, accountByName, changeAccount, foldName } from './accounts.ts';
import { type Actor, audit, NOBODY, type People } from './people.ts';
import { endSession, endSessions, findSession, isSessionOpen, type OpenSession, openSession } from './sessions.ts';
import { findToken, tokenStill } from './tokens.ts';
import { beginTry } from './tries.ts';

/** Where a request came from. */
export interface From {
  address: string;
  agent: string;
}

export interface NewSession {
  actor: Actor;
  /** For the cookie. */
  secret: string;
  /** For the page. */
  csrf: string;
}

/** The same words for a wrong name, a wrong password and a user who is switched off. */
const wrong = () =>
  new AisleError(
    'NOT_SIGNED_IN',
    'the name or the password is wrong',
    'Try again, or ask an administrator for a link.',
  );

/** Signs somebody in by password. Throws NOT_SIGNED_IN or TOO_MANY, at the same pace whether the name exists or not. */
export async function signIn(people: People, name: string, password: string, from: From): Promise<NewSession> {
  const { db, now, passwords } = people;
  const deed = { by: 'nobody' as const, name: foldName(name), address: from.address, action: 'sign-in' };
  let tried: Awaited<ReturnType<typeof beginTry>>;
  try {
    tried = await beginTry(db, now(), foldName(name), from.address);
  } catch (error) {
    await audit(people, { ...deed, outcome: 'refused', detail: 'too many tries' });
    throw error;
  }
  const account = await accountByName(db, name);
  const right = await passwords.check(account?.password, password);
  if (!account || !right || account.disabled !== null) {
    await audit(people, { ...deed, outcome: 'failed', detail: right ? 'the user is switched off' : '' });
    throw wrong();
  }
  await tried.succeeded();
  return beginSession(people, account, from, 'sign-in');
}

/** Opens a session for somebody who has shown who they are. */
export async function beginSession(
  people: People,
  account: Account,
  from: From,
  how: string,
  lifeMs?: number,
): Promise<NewSession> {
  const { db, now } = people;
  const { secret, csrf, expires } = await openSession(db, now(), account.id, from.address, from.agent, lifeMs);
  const found = await findSession(db, now(), secret);
  if (!found || 'stolen' in found) throw new Error('a session was gone as soon as it was opened');
  const actor = { ...actorOf(account), session: { ...found, expires } };
  await audit(people, { by: 'user', name: account.name, address: from.address, action: how });
  return { actor, secret, csrf };
}

const actorOf = ({ id, name, display, grants }: Account): Actor => ({ by: 'user', id, name, display, grants });

/** Who a session's secret belongs to; undefined where the session has ended or its user is switched off. */
export async function actorOfSession(people: People, secret: string, from: From): Promise<Actor | undefined> {
  const { db, now } = people;
  const session = await findSession(db, now(), secret);
  if (!session) return undefined;
  if ('stolen' in session) {
    const account = await accountById(db, session.stolen);
    const detail = 'an old cookie was shown after the new one: two browsers had it';
    const deed = { by: 'nobody' as const, name: account?.name ?? '', address: from.address };
    await audit(people, { ...deed, action: 'session-ended', outcome: 'refused', detail });
    return undefined;
  }
  const account = await accountById(db, session.user);
  if (!account || account.disabled !== null) return undefined;
  if (!isVouched(people, account, session)) {
    await endSession(db, session.id);
    return undefined;
  }
  return { ...actorOf(account), session };
}

/** Whether the directory that somebody came from still stands in for them: roles that it took away must not stay. */
function isVouched({ signOn, now }: People, { subject }: Account, { created }: OpenSession): boolean {
  return subject === null || (signOn !== undefined && now() - created < signOn.sessionMs);
}

/** What a token's bearer may do; undefined where the token does not work. */
export async function actorOfToken({ db, now }: People, token: string): Promise<Actor | undefined> {
  const found = await findToken(db, now(), token);
  return found && { by: 'token', id: found.id, name: found.name, display: null, grants: found.grants };
}

/** Who somebody is by now: with what their roles have become, or nobody where session, token or user have ended. */
export async function actorStill(people: People, actor: Actor): Promise<Actor> {
  const { db, now } = people;
  if (actor.by === 'token') {
    const grants = await tokenStill(db, now(), actor.id!);
    return grants ? { ...actor, grants } : NOBODY;
  }
  if (!actor.session || !(await isSessionOpen(db, now(), actor.session.id))) return NOBODY;
  const account = await accountById(db, actor.session.user);
  const stays = account && account.disabled === null && isVouched(people, account, actor.session);
  return stays ? { ...actorOf(account), session: actor.session } : NOBODY;
}

export async function signOut(people: People, actor: Actor, from: From): Promise<void> {
  if (!actor.session) return;
  await endSession(people.db, actor.session.id);
  await audit(people, { by: actor.by, name: actor.name, address: from.address, action: 'sign-out' });
}

/** Changes somebody's own password, ends their sessions and opens a new one. Throws NOT_SIGNED_IN or TOO_MANY. */
export async function changePassword(
  people: People,
  actor: Actor,
  old: string,
  password: string,
  from: From,
): Promise<NewSession> {
  const { db, now, passwords } = people;
  const account = actor.by === 'user' && actor.id !== null ? await accountById(db, actor.id) : undefined;
  if (!account) throw new AisleError('NO_RIGHT', 'a token has no password', 'Sign in as a person.');
  const tried = await beginTry(db, now(), account.name, from.address);
  if (!(await passwords.check(account.password, old))) {
    const deed = { by: 'user' as const, name: account.name, address: from.address };
    await audit(people, { ...deed, action: 'password', outcome: 'failed' });
    throw wrong();
  }
  await tried.succeeded();
  await changeAccount(db, account.id, { password: await passwords.hash(password) });
  await endSessions(db, account.id);
  return beginSession(people, account, from, 'password');
}
