import type { FastifyInstance } from 'fastify';
import type { Db } from '../../gateway/store/tables.ts';
import { accountByName, addAccount } from '../../gateway/users/accounts.ts';
import { openPeople, type People } from '../../gateway/users/people.ts';
import { openSession } from '../../gateway/users/sessions.ts';
import { makeToken } from '../../gateway/users/tokens.ts';
import type { Role } from '../../models/contract/rights.ts';

/** Passwords that cost next to nothing: a test is not there to wait. */
const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 };
export const testPeople = (db: Db, now: () => number): People => openPeople(db, now, { cost: CHEAP });

/** What a signed-in page sends with each request. */
export type PageHeaders = { host: string; cookie: string; 'x-aisle-csrf': string };

/** Signs in somebody of that role as the page would, and answers what it sends. The user is made when there is none. */
export async function signedIn(people: People, role: Role, scope = 'all'): Promise<PageHeaders> {
  const { db, now } = people;
  const name = `${role}-${scope.replace(':', '-')}`;
  const account = (await accountByName(db, name)) ?? (await addAccount(db, now(), { name, grants: [{ role, scope }] }));
  const { secret, csrf } = await openSession(db, now(), account.id, '127.0.0.1', 'test');
  return { host: 'localhost', cookie: `aisle_session=${secret}`, 'x-aisle-csrf': csrf };
}

/** The headers of a machine with a token of that role. */
export async function machine(people: People, role: Role, scope = 'all') {
  const { db, now } = people;
  const { token } = await makeToken(db, now(), { name: 'test', role, scope, days: 1, createdBy: 'test' });
  return { host: 'localhost', authorization: `Bearer ${token}` };
}

/** Every route of an API with its methods, as they were registered. */
export function routesOf(app: FastifyInstance): { method: string; path: string }[] {
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    })),
  );
}
