import { settleErasures } from '../privacy/erasure-list.ts';
import { openSqliteDb, sqliteOf } from '../store/sqlite-store.ts';
import type { Db } from '../store/tables.ts';
import { writeAudit } from '../users/audit.ts';
import { type AccessBefore, accessBefore } from './access-before.ts';

export interface CarryInput {
  /** The restored data base, which nobody uses yet. */
  restored: string;
  /** The one that it replaces. */
  before: string;
  folder: string;
  wallMs: number;
  /** Tokens go on even where it is not known which of them were revoked since. */
  keepTokens?: boolean;
}

/** What a restore did to who may get in. */
export interface Carried {
  /** Why the data base of before did not tell; null where it did. */
  unknown: string | null;
  /** Ended because they were, or may have been, since the back-up. */
  tokens: number;
  users: number;
  passwords: number;
  roles: number;
  nodes: number;
  /** Receipts that named a loyalty id which was erased. */
  receipts: number;
}

/**
 * A back-up knows nothing of what was taken away after it. So, before it is used: all sessions and links end. Tokens,
 * users, roles, passwords and node credentials of the back-up are as the data base of before has them, and nobody gets
 * in who came only since; where that one does not tell, every token is revoked. Loyalty ids that were erased come off
 * again, by that data base and by the list beside it. The audit trail goes on.
 */
export async function carryOver({ restored, before, folder, wallMs, keepTokens }: CarryInput): Promise<Carried> {
  const db = await openSqliteDb(restored);
  try {
    const known = accessBefore(before, sqliteOf(db));
    const told = 'unknown' in known ? undefined : known;
    const receipts = await settleErasures(db, folder, told?.erasures);
    const narrowed = await db.transaction().execute(async (tx) => {
      await tx.deleteFrom('sessions').execute();
      await tx.deleteFrom('links').execute();
      const done = told
        ? await narrow(tx, told, wallMs)
        : { ...NOTHING, tokens: keepTokens ? 0 : await revokeAll(tx, wallMs) };
      const detail = 'unknown' in known ? known.unknown : 'access as it was before';
      await writeAudit(tx, wallMs, { by: 'system', name: 'command line', action: 'restore', detail });
      return done;
    });
    sqliteOf(db).pragma('journal_mode = DELETE');
    return { unknown: 'unknown' in known ? known.unknown : null, ...narrowed, receipts };
  } finally {
    await db.destroy();
  }
}

type Narrowed = Omit<Carried, 'unknown' | 'receipts'>;
const NOTHING: Narrowed = { tokens: 0, users: 0, passwords: 0, roles: 0, nodes: 0 };

async function revokeAll(tx: Db, wallMs: number): Promise<number> {
  const query = tx.updateTable('tokens').set({ revoked: wallMs }).where('revoked', 'is', null);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

async function narrow(tx: Db, before: AccessBefore, wallMs: number): Promise<Narrowed> {
  const done = { ...NOTHING };
  const tokens = new Map(before.tokens.map((it) => [it.id, it]));
  for (const { id } of await tx.selectFrom('tokens').select('id').where('revoked', 'is', null).execute()) {
    const now = tokens.get(id);
    if (now && now.revoked === null) continue;
    await tx
      .updateTable('tokens')
      .set({ revoked: now?.revoked ?? wallMs })
      .where('id', '=', id)
      .execute();
    done.tokens++;
  }
  const users = new Map(before.users.map((it) => [it.id, it]));
  for (const { id, password, disabled } of await tx.selectFrom('users').selectAll().execute()) {
    const now = users.get(id) ?? { password: null, disabled: wallMs };
    const change = { password: now.password, disabled: disabled ?? now.disabled };
    if (change.password === password && change.disabled === disabled) continue;
    await tx.updateTable('users').set(change).where('id', '=', id).execute();
    if (change.disabled !== disabled) done.users++;
    if (change.password !== password) done.passwords++;
  }
  const roles = new Set(before.grants.map((it) => `${it.user} ${it.role} ${it.scope}`));
  for (const { user, role, scope } of await tx.selectFrom('grants').selectAll().execute()) {
    if (roles.has(`${user} ${role} ${scope}`)) continue;
    const of = tx.deleteFrom('grants').where('user', '=', user).where('role', '=', role);
    await of.where('scope', '=', scope).execute();
    done.roles++;
  }
  const nodes = new Map(before.nodes.map((it) => [`${it.store} ${it.node}`, it]));
  for (const { store, node, hash } of await tx.selectFrom('node_credentials').selectAll().execute()) {
    const now = nodes.get(`${store} ${node}`);
    if (now?.hash === hash) continue;
    const of = tx.deleteFrom('node_credentials').where('store', '=', store).where('node', '=', node);
    await of.execute();
    if (now) await tx.insertInto('node_credentials').values(now).execute();
    done.nodes++;
  }
  for (const deed of before.audit) await tx.insertInto('audit').values(deed).execute();
  return done;
}
