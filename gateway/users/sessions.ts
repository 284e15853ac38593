import { uuidv7 } from 'uuidv7';
import type { Db } from '../store/tables.ts';
import { shortAddress } from './audit.ts';
import { hashOf, matches, newSecret } from './secrets.ts';

/** Without a request for so long a session ends; a page that stands open asks every few seconds. */
const IDLE_MS = 8 * 3_600_000;
/** However busy it is, it ends after so long. */
const LIFE_MS = 7 * 86_400_000;
/** After so long a session's secret is changed for a new one. */
const ROTATE_MS = 15 * 60_000;
/** The old secret is good for so long after the browser has shown the new one: requests overtake each other. */
const GRACE_MS = 60_000;
/** When a session was last seen is written down at most so often: not every look at a figure is a write to the disk. */
const SEEN_MS = 60_000;

export interface OpenSession {
  id: string;
  user: string;
  csrf: string;
  created: number;
  /** When it must end. */
  expires: number;
  /** The secret to be sent to the browser, after a rotation. */
  renewed?: string;
}

/** Opens a session. Answers the secret for the cookie and the one for the page's unsafe requests; neither is kept. */
export async function openSession(
  db: Db,
  nowMs: number,
  user: string,
  address: string,
  agent: string,
  lifeMs = LIFE_MS,
) {
  const secret = newSecret();
  const csrf = newSecret();
  const expires = nowMs + Math.min(lifeMs, LIFE_MS);
  await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('expires', '<=', nowMs), eb('seen', '<=', nowMs - IDLE_MS)]))
    .execute();
  await db
    .insertInto('sessions')
    .values({
      ...{ id: uuidv7(), hash: hashOf(secret), previous: null, confirmed: null, csrf: hashOf(csrf), user },
      ...{ created: nowMs, seen: nowMs, rotated: nowMs, expires },
      ...{ address: shortAddress(address), agent: agent.slice(0, 120) },
    })
    .execute();
  return { secret, csrf, expires };
}

/**
 * The session of a secret; undefined where there is none. `stolen` says that an old secret was used after the browser had
 * shown the new one: two have it, and the session is ended for both.
 */
export async function findSession(
  db: Db,
  nowMs: number,
  secret: string,
): Promise<OpenSession | { stolen: string } | undefined> {
  const hash = hashOf(secret);
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where((eb) => eb.or([eb('hash', '=', hash), eb('previous', '=', hash)]))
    .executeTakeFirst();
  if (!row || row.expires <= nowMs || row.seen <= nowMs - IDLE_MS) return undefined;
  const current = matches(secret, row.hash);
  if (!current && row.confirmed !== null && nowMs - row.confirmed > GRACE_MS) {
    await endSession(db, row.id);
    return { stolen: row.user };
  }
  const session: OpenSession = {
    id: row.id,
    user: row.user,
    csrf: row.csrf,
    created: row.created,
    expires: row.expires,
  };
  const confirms = current && row.confirmed === null;
  if (nowMs - row.seen >= SEEN_MS || confirms) {
    const confirmed = confirms ? nowMs : row.confirmed;
    await db.updateTable('sessions').set({ seen: nowMs, confirmed }).where('id', '=', row.id).execute();
  }
  // The answer with the new secret may have been lost: who still shows the old one is given another.
  const due = current ? nowMs - row.rotated >= ROTATE_MS : row.confirmed === null && nowMs - row.rotated >= GRACE_MS;
  if (due) session.renewed = await rotate(db, nowMs, row.id, row.hash, hash);
  return session;
}

/** Changes the secret; undefined where another request has just done so. */
async function rotate(db: Db, nowMs: number, id: string, newest: string, shown: string): Promise<string | undefined> {
  const secret = newSecret();
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ hash: hashOf(secret), previous: shown, confirmed: null, rotated: nowMs, seen: nowMs })
    .where('id', '=', id)
    .where('hash', '=', newest)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? secret : undefined;
}

/** Lets the secrets of somebody's sessions be changed at the next request of each: their rights have changed. */
export async function rotateSoon(db: Db, user: string): Promise<void> {
  await db.updateTable('sessions').set({ rotated: 0 }).where('user', '=', user).execute();
}

/** Whether a session goes on. Somebody who watches a stream uses it: it does not fall idle. */
export async function isSessionOpen(db: Db, nowMs: number, id: string): Promise<boolean> {
  const row = await db.selectFrom('sessions').select(['seen', 'expires']).where('id', '=', id).executeTakeFirst();
  if (!row || row.expires <= nowMs) return false;
  if (nowMs - row.seen >= SEEN_MS) await db.updateTable('sessions').set({ seen: nowMs }).where('id', '=', id).execute();
  return true;
}

export async function endSession(db: Db, id: string, user?: string): Promise<boolean> {
  let query = db.deleteFrom('sessions').where('id', '=', id);
  if (user !== undefined) query = query.where('user', '=', user);
  const { numDeletedRows } = await query.executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function endSessions(db: Db, user: string, but?: string): Promise<void> {
  let query = db.deleteFrom('sessions').where('user', '=', user);
  if (but !== undefined) query = query.where('id', '!=', but);
  await query.execute();
}

export const sessionsOf = (db: Db, nowMs: number, user: string) =>
  db
    .selectFrom('sessions')
    .select(['id', 'created', 'seen', 'expires', 'address', 'agent'])
    .where('user', '=', user)
    .where('expires', '>', nowMs)
    .where('seen', '>', nowMs - IDLE_MS)
    .orderBy('created', 'desc')
    .execute();
