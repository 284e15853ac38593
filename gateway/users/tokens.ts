import { uuidv7 } from 'uuidv7';
import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Role } from '../../models/contract/rights.ts';
import type { Grant, TokenRow } from '../../models/contract/users.ts';
import type { Db } from '../store/tables.ts';
import { hashOf, newSecret } from './secrets.ts';
import type { UserTables } from './tables.ts';

/** What a token begins with: a reader of a log, and a scanner for secrets, know it for what it is. */
const PREFIX = 'aisle_';
const DAY_MS = 86_400_000;
/** When a token was last used is written down at most so often. */
const USED_MS = 60_000;

export interface NewTokenCall {
  name: string;
  role: Role;
  scope: string;
  days: number;
  createdBy: string;
}

type Row = Omit<UserTables['tokens'], 'hash'>;
const COLUMNS = ['id', 'name', 'role', 'scope', 'created', 'created_by', 'expires', 'last_used', 'revoked'] as const;

/** Makes a token. Its text is in this answer only. */
export async function makeToken(db: Db, nowMs: number, call: NewTokenCall): Promise<{ token: string; row: TokenRow }> {
  const token = PREFIX + newSecret();
  const { name, role, scope, days, createdBy } = call;
  const expires = nowMs + days * DAY_MS;
  const row: Row = {
    ...{ id: uuidv7(), name, role, scope, created: nowMs, created_by: createdBy, expires },
    ...{ last_used: null, revoked: null },
  };
  await db
    .insertInto('tokens')
    .values({ ...row, hash: hashOf(token) })
    .execute();
  return { token, row: tokenRow(row) };
}

/** What a token gives; undefined where it is unknown, too old or revoked. */
export async function findToken(
  db: Db,
  nowMs: number,
  token: string,
): Promise<{ id: string; name: string; grants: Grant[] } | undefined> {
  const row = await db.selectFrom('tokens').selectAll().where('hash', '=', hashOf(token)).executeTakeFirst();
  if (!row || row.revoked !== null || row.expires <= nowMs) return undefined;
  if (row.last_used === null || nowMs - row.last_used >= USED_MS) {
    await db.updateTable('tokens').set({ last_used: nowMs }).where('id', '=', row.id).execute();
  }
  return { id: row.id, name: row.name, grants: [{ role: row.role, scope: row.scope }] };
}

/** What a token that was found before gives by now; undefined where it works no more. */
export async function tokenStill(db: Db, nowMs: number, id: string): Promise<Grant[] | undefined> {
  const row = await db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  const works = row && row.revoked === null && row.expires > nowMs;
  return works ? [{ role: row.role, scope: row.scope }] : undefined;
}

export async function listTokens(db: Db): Promise<TokenRow[]> {
  return (await db.selectFrom('tokens').select(COLUMNS).orderBy('created', 'desc').execute()).map(tokenRow);
}

/** Ends a token for good; it stays in the list. Throws NOT_FOUND. */
export async function revokeToken(db: Db, nowMs: number, id: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('tokens')
    .set({ revoked: nowMs })
    .where('id', '=', id)
    .where('revoked', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  throw new AisleError('NOT_FOUND', 'there is no such token that still works', 'Look at the list of tokens.');
}

const tokenRow = (row: Row): TokenRow => ({
  ...{ id: row.id, name: row.name, role: row.role, scope: row.scope, created: instant(row.created) },
  createdBy: row.created_by,
  expires: instant(row.expires),
  lastUsed: row.last_used === null ? null : instant(row.last_used),
  revoked: row.revoked === null ? null : instant(row.revoked),
});
