import { describe, expect, it } from 'vitest';
import { firstAdminLink } from '../../../gateway/users/invite.ts';
import {
  Invited,
  Session,
  Sessions,
  SignedIn,
  TokenMade,
  Tokens,
  UsersAnswer,
} from '../../../models/contract/users.ts';
import { STORE } from '../../support/messages.ts';
import { api, call, cookieOf, expectAnswer, headersOf, makeUser, openApi, PASSWORD, signIn } from './people-kit.ts';

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
    await openApi({ http: { perMinute: 0, behindProxy: true } });
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
