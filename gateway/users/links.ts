import { AisleError } from '../../models/contract/errors.ts';
import type { Db } from '../store/tables.ts';
import { hashOf, newSecret } from './secrets.ts';
import type { UserTables } from './tables.ts';

export type LinkKind = UserTables['links']['kind'];
export interface OpenLink {
  kind: LinkKind;
  user: string | null;
  expires: number;
}

const LIFE_MS: Record<LinkKind, number> = {
  'first-admin': 86_400_000,
  invite: 7 * 86_400_000,
  reset: 86_400_000,
};

/** Makes a link that works once. An older one of the same kind for the same user stops working. */
export async function makeLink(db: Db, nowMs: number, kind: LinkKind, user: string | null) {
  const secret = newSecret();
  const expires = nowMs + LIFE_MS[kind];
  await db.transaction().execute(async (tx) => {
    const same = tx
      .deleteFrom('links')
      .where('kind', '=', kind)
      .where('user', user === null ? 'is' : '=', user);
    await same.execute();
    await tx.deleteFrom('links').where('expires', '<', nowMs).execute();
    await tx
      .insertInto('links')
      .values({ hash: hashOf(secret), kind, user, created: nowMs, expires, used: null })
      .execute();
  });
  return { secret, expires };
}

const gone = () =>
  new AisleError('NOT_FOUND', 'this link does not work: it was used, or is too old', 'Ask for a new one.');

/** What a link is for, without using it up. Throws NOT_FOUND. */
export async function lookAtLink(db: Db, nowMs: number, secret: string): Promise<OpenLink> {
  const row = await db
    .selectFrom('links')
    .select(['kind', 'user', 'expires'])
    .where('hash', '=', hashOf(secret))
    .where('used', 'is', null)
    .where('expires', '>', nowMs)
    .executeTakeFirst();
  if (!row) throw gone();
  return row;
}

/** Uses a link up: of two at the same moment one gets it. Throws NOT_FOUND. */
export async function takeLink(db: Db, nowMs: number, secret: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('links')
    .set({ used: nowMs })
    .where('hash', '=', hashOf(secret))
    .where('used', 'is', null)
    .where('expires', '>', nowMs)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw gone();
}
