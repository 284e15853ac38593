import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { TSchema } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '../../../gateway/users/accounts.ts';
import { firstAdminLink } from '../../../gateway/users/invite.ts';
import { check } from '../../../models/contract/parse.ts';
import {
  Audit,
  Invited,
  Session,
  Sessions,
  SignedIn,
  TokenMade,
  Tokens,
  UsersAnswer,
} from '../../../models/contract/users.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

const PASSWORD = 'correct horse battery';
const site = testSite();
Object.assign(site.site, { region: 'north' });

let api: TestApi;
beforeEach(async () => {
  api = await testApi(site, undefined, { open: false });
});
afterEach(() => api.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const call = (method: Method, url: string, headers: Record<string, string> = {}, payload?: object) =>
  api.app.inject({ method, url, headers: { host: 'localhost', ...headers }, payload });
/** The status, and that the answer is what the contract says. */
const expectAnswer = (response: Awaited<ReturnType<typeof call>>, status: number, schema?: TSchema) => {
  expect(response.statusCode, response.body).toBe(status);
  if (schema) expect(check(schema, response.json())).toMatchObject({ ok: true });
  return response.body === '' ? undefined : response.json();
};
const cookieOf = (response: Awaited<ReturnType<typeof call>>) => String(response.headers['set-cookie']);
const headersOf = (response: Awaited<ReturnType<typeof call>>) => ({
  cookie: cookieOf(response).split(';')[0],
  'x-aisle-csrf': response.json().csrf,
});
const makeUser = async (name: string, role: 'viewer' | 'admin' = 'viewer') => {
  const { people } = api;
  const password = await people.passwords.hash(PASSWORD);
  return addAccount(people.db, people.now(), { name, password, grants: [{ role, scope: 'all' }] });
};
const signIn = (name: string, headers = {}) => call('POST', '/api/v1/session', headers, { name, password: PASSWORD });

describe('signing in', () => {
  it('begins with the link of the first administrator', async () => {
    const { secret } = (await firstAdminLink(api.people))!;
    expectAnswer(await call('POST', '/api/v1/links/look', {}, { link: secret }), 200);
    const claim = { link: secret, name: 'root', password: PASSWORD };
    expectAnswer(await call('POST', '/api/v1/links/claim', {}, { ...claim, password: 'too short' }), 400);
    const claimed = await call('POST', '/api/v1/links/claim', {}, claim);
    expectAnswer(claimed, 200, SignedIn);
    expectAnswer(await call('POST', '/api/v1/links/claim', {}, claim), 404);
    const session = expectAnswer(await call('GET', '/api/v1/session', headersOf(claimed)), 200, Session);
    expect(session).toMatchObject({ as: 'user', name: 'root', setUp: true });
    expect(session.rights).toContain('administer');
  });

  it('sets a cookie that scripts and other sites cannot use, and that goes over nothing but TLS where there is TLS', async () => {
    await makeUser('anna');
    const plain = cookieOf(await signIn('anna'));
    expect(plain).toMatch(/^aisle_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
    await api.close();
    api = await testApi(site, undefined, { http: { perMinute: 0, behindProxy: true } });
    await makeUser('anna');
    expect(cookieOf(await signIn('anna', { 'x-forwarded-proto': 'https' }))).toContain('; Secure');
  });

  it('gives a new session each time, and ends the one before', async () => {
    await makeUser('anna');
    const first = headersOf(await signIn('anna'));
    const second = headersOf(await signIn('anna', first));
    expect(second.cookie).not.toBe(first.cookie);
    expectAnswer(await call('GET', '/api/v1/stores', first), 401);
    expectAnswer(await call('GET', '/api/v1/stores', second), 200);
  });

  it('does not take up a cookie that somebody else has set', async () => {
    await makeUser('anna');
    const fixed = { cookie: `aisle_session=${'x'.repeat(43)}` };
    expect(headersOf(await signIn('anna', fixed)).cookie).not.toBe(fixed.cookie);
    expectAnswer(await call('GET', '/api/v1/stores', fixed), 401);
  });

  it('from the page of another site is refused', async () => {
    await makeUser('anna');
    expectAnswer(await signIn('anna', { origin: 'https://evil.example' }), 403);
    expectAnswer(await signIn('anna', { 'sec-fetch-site': 'cross-site' }), 403);
    const form = { 'content-type': 'text/plain' };
    const text = JSON.stringify({ name: 'anna', password: PASSWORD });
    const response = await api.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: 'localhost', ...form },
      payload: text,
    });
    expect(response.statusCode).toBe(400);
  });

  it('can be undone, here and elsewhere', async () => {
    await makeUser('anna');
    const [here, there] = [headersOf(await signIn('anna')), headersOf(await signIn('anna'))];
    const { sessions } = expectAnswer(await call('GET', '/api/v1/sessions', here), 200, Sessions);
    expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    const other = sessions.find(({ current }: { current: boolean }) => !current);
    expectAnswer(await call('DELETE', `/api/v1/sessions/${other.id}`, here), 204);
    expectAnswer(await call('DELETE', `/api/v1/sessions/${other.id}`, here), 404);
    expectAnswer(await call('GET', '/api/v1/sessions', there), 401);
    const out = await call('DELETE', '/api/v1/session', here);
    expect([out.statusCode, cookieOf(out)]).toEqual([
      204,
      expect.stringContaining('aisle_session=; Path=/; Max-Age=0'),
    ]);
    expectAnswer(await call('GET', '/api/v1/sessions', here), 401);
  });

  it('gives the page a new cookie as time goes by', async () => {
    await makeUser('anna');
    const before = headersOf(await signIn('anna'));
    api.time.nowMs += 16 * 60_000;
    const answer = await call('GET', '/api/v1/stores', before);
    expect(cookieOf(answer)).toMatch(/^aisle_session=[\w-]{43};/);
    const after = { ...before, cookie: cookieOf(answer).split(';')[0] };
    expectAnswer(await call('GET', '/api/v1/stores', after), 200);
    // The page's other secret stays.
    expectAnswer(await call('DELETE', '/api/v1/session', after), 204);
  });
});

describe('an administrator', () => {
  it('invites, changes and switches off users, and it holds at once', async () => {
    const admin = await api.as('admin');
    const grants = [{ role: 'manager', scope: `store:${STORE}` }];
    const made = expectAnswer(await call('POST', '/api/v1/users', admin, { name: 'Mia', grants }), 201, Invited);
    expectAnswer(await call('POST', '/api/v1/users', admin, { name: 'mia', grants }), 409);
    const [, link] = made.link.split('/#link=');
    const mia = headersOf(await call('POST', '/api/v1/links/claim', {}, { link, password: PASSWORD }));
    expectAnswer(await call('GET', '/api/v1/users', mia), 403);
    const user = `/api/v1/users/${made.user.id}`;
    expectAnswer(await call('PATCH', user, admin, { grants: [{ role: 'viewer', scope: 'store:other' }] }), 200);
    const answer = await call('GET', `/api/v1/stores/${STORE}`, mia);
    expect([answer.statusCode, cookieOf(answer)]).toEqual([403, expect.stringMatching(/^aisle_session=[\w-]{43}/)]);
    expectAnswer(await call('PATCH', user, admin, { disabled: true }), 200);
    expectAnswer(await call('GET', '/api/v1/stores', mia), 401);
    expectAnswer(await signIn('mia'), 401);
    const { users } = expectAnswer(await call('GET', '/api/v1/users', admin), 200, UsersAnswer);
    expect(users.map(({ name }: { name: string }) => name)).toEqual(['admin-all', 'mia']);
  });

  it('cannot leave the gateway without one', async () => {
    const admin = await api.as('admin');
    const { users } = (await call('GET', '/api/v1/users', admin)).json();
    for (const patch of [{ disabled: true }, { grants: [] }]) {
      expectAnswer(await call('PATCH', `/api/v1/users/${users[0].id}`, admin, patch), 400);
    }
    expectAnswer(await call('GET', '/api/v1/users', admin), 200);
  });

  it('of a region reaches no further than it', async () => {
    await api.as('admin');
    const admin = await api.as('admin', 'region:north');
    const add = (scope: string) =>
      call('POST', '/api/v1/users', admin, { name: scope.replace(':', '-'), grants: [{ role: 'viewer', scope }] });
    for (const scope of ['all', 'region:south', 'store:elsewhere', 'cluster:city']) expectAnswer(await add(scope), 403);
    for (const scope of ['region:north', `store:${STORE}`]) expectAnswer(await add(scope), 201);
    const { users } = (await call('GET', '/api/v1/users', admin)).json();
    const names = users.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['admin-region-north', 'region-north', `store-${STORE}`]);
    const overall = (await api.people.db
      .selectFrom('users')
      .selectAll()
      .where('name', '=', 'admin-all')
      .executeTakeFirst())!;
    const path = `/api/v1/users/${overall.id}`;
    expectAnswer(await call('POST', `${path}/link`, admin), 403);
    expectAnswer(await call('PATCH', path, admin, { disabled: true }), 403);
    expectAnswer(await call('DELETE', `${path}/sessions`, admin), 403);
    const own = `/api/v1/users/${users[0].id}`;
    expectAnswer(await call('PATCH', own, admin, { grants: [{ role: 'admin', scope: 'all' }] }), 403);
    const token = { name: 'x', role: 'admin', scope: 'all', days: 1 };
    expectAnswer(await call('POST', '/api/v1/tokens', admin, token), 403);
    expectAnswer(await call('GET', '/api/v1/audit', admin), 403);
  });

  it('makes tokens, which are told once, and ends them', async () => {
    const admin = await api.as('admin');
    const body = { name: 'tills', role: 'manager', scope: `store:${STORE}`, days: 30 };
    const { token, row } = expectAnswer(await call('POST', '/api/v1/tokens', admin, body), 201, TokenMade);
    const bearer = { authorization: `Bearer ${token}` };
    expectAnswer(await call('GET', `/api/v1/stores/${STORE}`, bearer), 200);
    const list = await call('GET', '/api/v1/tokens', admin);
    expect(expectAnswer(list, 200, Tokens).tokens).toMatchObject([{ id: row.id, lastUsed: expect.any(String) }]);
    expect(list.body).not.toContain(token);
    expectAnswer(await call('DELETE', `/api/v1/tokens/${row.id}`, admin), 204);
    expectAnswer(await call('GET', `/api/v1/stores/${STORE}`, bearer), 401);
  });
});

describe('the audit trail', () => {
  it('says who did what, with what outcome, and from about where', async () => {
    await makeUser('anna');
    await call('POST', '/api/v1/session', {}, { name: 'anna', password: 'wrong' });
    const anna = headersOf(await signIn('anna'));
    await call('POST', '/api/v1/tokens', anna, {});
    const admin = await api.as('admin');
    await call('POST', '/api/v1/tokens', admin, { name: 't', role: 'viewer', scope: 'all', days: 1 });
    const { rows } = expectAnswer(await call('GET', '/api/v1/audit?limit=4', admin), 200, Audit);
    const said = rows.map(({ by, name, action, outcome, address }: Record<string, string>) =>
      [by, name, action, outcome, address].join(' '),
    );
    expect(said).toEqual([
      'user admin-all POST /api/v1/tokens done 127.0.0.0',
      'user anna POST /api/v1/tokens refused 127.0.0.0',
      'user anna sign-in done 127.0.0.0',
      'nobody anna sign-in failed 127.0.0.0',
    ]);
  });

  it('is read page by page', async () => {
    for (let n = 0; n < 5; n++) await call('POST', '/api/v1/session', {}, { name: `n${n}`, password: 'x' });
    const admin = await api.as('admin');
    const first = (await call('GET', '/api/v1/audit?limit=3', admin)).json();
    const second = (await call('GET', `/api/v1/audit?limit=3&before=${first.next}`, admin)).json();
    const names = [...first.rows, ...second.rows].map(({ name }: { name: string }) => name);
    expect(names).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
    expect(second.next).toBeNull();
  });

  it('cannot be changed, nor the last 90 days taken out of it', async () => {
    const { db } = api.people;
    const row = { by: 'system', name: 'x', action: 'a', target: '', outcome: 'done', address: '', detail: '' } as const;
    await db
      .insertInto('audit')
      .values([
        { ...row, time: Date.now() },
        { ...row, time: 0 },
      ])
      .execute();
    await expect(db.updateTable('audit').set({ name: 'y' }).execute()).rejects.toThrow('append only');
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow('append only');
    await db.deleteFrom('audit').where('time', '=', 0).execute();
  });
});

it('keeps no secret in its data base as it is', async () => {
  const admin = await api.as('admin');
  const link = (await call('POST', '/api/v1/users', admin, { name: 'mia', grants: [] })).json().link.split('#link=')[1];
  const invited = await call('POST', '/api/v1/links/claim', {}, { link, password: PASSWORD });
  const token = (
    await call('POST', '/api/v1/tokens', admin, { name: 't', role: 'viewer', scope: 'all', days: 1 })
  ).json().token;
  const { cookie, 'x-aisle-csrf': csrf } = headersOf(invited);
  const { rows } = await sql<{ file: string }>`pragma database_list`.execute(api.people.db);
  await sql`pragma wal_checkpoint(truncate)`.execute(api.people.db);
  const bytes = readFileSync(rows[0].file).toString('latin1');
  expect(bytes).toContain('$argon2id$');
  for (const secret of [link, token, token.slice(6), cookie.split('=')[1], csrf, PASSWORD]) {
    expect(secret.length).toBeGreaterThan(10);
    expect(bytes.includes(secret)).toBe(false);
  }
});
