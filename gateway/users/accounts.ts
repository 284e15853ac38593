import type { Kysely } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { AisleError } from '../../models/contract/errors.ts';
import type { Grant } from '../../models/contract/users.ts';
import { groupBy } from '../group-by.ts';
import type { Db, Tables } from '../store/tables.ts';

export interface Account {
  id: string;
  name: string;
  display: string;
  password: string | null;
  subject: string | null;
  created: number;
  disabled: number | null;
  grants: Grant[];
}

export interface NewAccount {
  name: string;
  display?: string;
  grants: readonly Grant[];
  password?: string | null;
  subject?: string | null;
}

/** Names are told apart without case. */
export const foldName = (name: string): string => name.trim().normalize('NFKC').toLowerCase();

export async function accounts(db: Db): Promise<Account[]> {
  const users = await db.selectFrom('users').selectAll().orderBy('name').execute();
  const grants = groupBy(await db.selectFrom('grants').selectAll().execute(), ({ user }) => user);
  return users.map((user) => ({ ...user, grants: (grants.get(user.id) ?? []).map(grantOf) }));
}

/** User and roles in one question: every request of a signed-in page asks it. */
async function one(db: Db, column: 'id' | 'name' | 'subject', value: string): Promise<Account | undefined> {
  const rows = await db
    .selectFrom('users')
    .leftJoin('grants', 'grants.user', 'users.id')
    .selectAll('users')
    .select(['grants.role', 'grants.scope'])
    .where(`users.${column}`, '=', value)
    .execute();
  if (rows.length === 0) return undefined;
  const [{ role: _, scope: __, ...user }] = rows;
  const grants = rows.flatMap(({ role, scope }) => (role === null || scope === null ? [] : [{ role, scope }]));
  return { ...user, grants };
}
export const accountById = (db: Db, id: string) => one(db, 'id', id);
export const accountByName = (db: Db, name: string) => one(db, 'name', foldName(name));
export const accountBySubject = (db: Db, subject: string) => one(db, 'subject', subject);

const grantOf = ({ role, scope }: Grant): Grant => ({ role, scope });

/** Makes a user. Throws NAME_TAKEN. */
export async function addAccount(db: Db, nowMs: number, account: NewAccount): Promise<Account> {
  const id = uuidv7();
  const name = foldName(account.name);
  await db.transaction().execute(async (tx) => {
    const { password = null, subject = null, display = account.name } = account;
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('users')
      .values({ id, name, display, password, subject, created: nowMs, disabled: null })
      .onConflict((oc) => oc.column('name').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) {
      throw new AisleError(
        'NAME_TAKEN',
        `there is a user ${name} already`,
        'Choose another name, or change that user.',
      );
    }
    await setGrants(tx, id, account.grants);
  });
  return (await accountById(db, id))!;
}

export async function setGrants(db: Kysely<Tables>, user: string, grants: readonly Grant[]): Promise<void> {
  await db.deleteFrom('grants').where('user', '=', user).execute();
  const rows = [
    ...new Map(grants.map((grant) => [`${grant.role} ${grant.scope}`, { user, ...grantOf(grant) }])).values(),
  ];
  if (rows.length > 0) await db.insertInto('grants').values(rows).execute();
}

const OVERALL = (grants: readonly Grant[]) => grants.some(({ role, scope }) => role === 'admin' && scope === 'all');

/** Changes a user in one go. Throws BAD_CALL when nobody would be left who administers all stores. */
export async function changeAccount(
  db: Db,
  id: string,
  change: { display?: string; grants?: readonly Grant[]; disabled?: number | null; password?: string },
): Promise<void> {
  const { grants, ...columns } = change;
  await db.transaction().execute(async (tx) => {
    const before = await accounts(tx);
    if (Object.keys(columns).length > 0) await tx.updateTable('users').set(columns).where('id', '=', id).execute();
    if (grants !== undefined) await setGrants(tx, id, grants);
    const overall = (all: Account[]) => all.some((one) => one.disabled === null && OVERALL(one.grants));
    if (!overall(before) || overall(await accounts(tx))) return;
    const fix = 'Make somebody else an administrator of all stores first.';
    throw new AisleError('BAD_CALL', 'nobody would be left who administers all stores', fix);
  });
}
