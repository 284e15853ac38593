import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountByName } from '../../../gateway/users/accounts.ts';
import { SignOn } from '../../../gateway/users/sign-on.ts';
import type { SignOnConfig } from '../../../models/contract/sign-on.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { DIRECTORY_CLIENT, type Directory, startDirectory } from '../../support/directory.ts';

let directory: Directory;
let api: TestApi;
let config: SignOnConfig;
beforeAll(async () => {
  directory = await startDirectory();
  api = await testApi(undefined, undefined, { open: false });
  config = {
    ...{ name: 'Company', issuer: directory.issuer, clientId: DIRECTORY_CLIENT.id },
    ...{ address: 'http://localhost', scope: 'openid groups', groupsClaim: 'groups', sessionMinutes: 60 },
    groups: [
      { group: 'north-managers', role: 'manager', scope: 'region:north' },
      { group: 'admins', role: 'admin', scope: 'all' },
    ],
  };
  api.people.signOn = new SignOn(config, DIRECTORY_CLIENT.secret, () => api.time.nowMs);
});
beforeEach(() => {
  directory.user = { sub: '4711', preferred_username: 'Anna', name: 'Anna A.', groups: ['staff', 'north-managers'] };
  Object.assign(directory, { forged: false, twist: () => undefined });
});
afterAll(async () => {
  await api.close();
  await directory.close();
});

const get = (url: string, headers = {}) => api.app.inject({ url, headers: { host: 'localhost', ...headers } });
const cookies = (response: Awaited<ReturnType<typeof get>>): string[] => [response.headers['set-cookie'] ?? []].flat();

/** Goes to the directory as a browser does. Answers where it sends the browser, with the cookie that it keeps. */
async function go() {
  const start = await get('/api/v1/sign-on/start');
  expect(start.statusCode).toBe(302);
  const [kept] = cookies(start);
  expect(kept).toMatch(/^aisle_sign_on=[\w-]{43}; Path=\/api\/v1\/sign-on; Max-Age=600; HttpOnly; SameSite=Lax$/);
  const there = await fetch(start.headers.location!, { redirect: 'manual' });
  const back = new URL(there.headers.get('location')!);
  expect(back.href).toMatch(/^http:\/\/localhost\/api\/v1\/sign-on\/done\?/);
  return { path: back.pathname + back.search, cookie: kept.split(';')[0] };
}
const signOn = async () => {
  const { path, cookie } = await go();
  return get(path, { cookie });
};
const failed = (response: Awaited<ReturnType<typeof get>>): string => {
  expect(response.statusCode).toBe(302);
  expect(cookies(response).some((one) => one.startsWith('aisle_session='))).toBe(false);
  const location = decodeURIComponent(response.headers.location!);
  expect(location).toMatch(/^\/#sign-in-failed=/);
  return location;
};

describe('signing on at the directory', () => {
  it('gives the roles of the groups, and the page its secret behind the #', async () => {
    const done = await signOn();
    expect(done.headers.location).toMatch(/^\/#signed-in=[\w-]{43}$/);
    const cookie = cookies(done).find((one) => one.startsWith('aisle_session='))!;
    expect(cookie).toContain('HttpOnly; SameSite=Strict');
    const headers = { cookie: cookie.split(';')[0], 'x-aisle-csrf': done.headers.location!.split('=')[1] };
    const session = (await get('/api/v1/session', headers)).json();
    expect(session).toMatchObject({ as: 'user', name: 'anna', display: 'Anna A.' });
    expect(session.grants).toEqual([{ role: 'manager', scope: 'region:north' }]);
    expect(session.signOn).toEqual({ name: 'Company', start: '/api/v1/sign-on/start' });
    const out = { method: 'DELETE', url: '/api/v1/session', headers: { host: 'localhost', ...headers } } as const;
    expect((await api.app.inject(out)).statusCode).toBe(204);
  });

  it('takes the groups of today each time, for the same user by whatever name', async () => {
    await signOn();
    directory.user = { sub: '4711', preferred_username: 'anna.b', groups: ['admins'] };
    expect((await signOn()).headers.location).toContain('#signed-in=');
    const account = await accountByName(api.people.db, 'anna');
    expect(account).toMatchObject({ grants: [{ role: 'admin', scope: 'all' }], password: null });
    expect(await accountByName(api.people.db, 'anna.b')).toBeUndefined();
  });

  it('lets nobody in who is in no group, or is switched off', async () => {
    directory.user = { sub: '1', groups: ['staff'] };
    expect(failed(await signOn())).toContain('no group');
    directory.user = { sub: '2', groups: 'north-managers', preferred_username: 'berta' };
    await signOn();
    await api.people.db.updateTable('users').set({ disabled: 1 }).where('name', '=', 'berta').execute();
    expect(failed(await signOn())).toContain('switched off');
  });

  const headersOf = (done: Awaited<ReturnType<typeof get>>) => ({
    cookie: cookies(done)
      .find((one) => one.startsWith('aisle_session='))!
      .split(';')[0],
  });
  const as = async (headers: object) => (await get('/api/v1/session', headers)).json().as;

  it('lasts as long as the gateway’s file says, however busy: then the directory is asked again', async () => {
    let headers = headersOf(await signOn());
    for (let minute = 0; minute < 59; minute += 7) {
      const asked = await get('/api/v1/session', headers);
      expect(asked.json().as).toBe('user');
      if (asked.headers['set-cookie']) headers = headersOf(asked);
      api.time.nowMs += 7 * 60_000;
    }
    expect(await as(headers)).toBe('nobody');
  });

  it('ends sooner where the file says less by now, and at once where it names no directory any more', async () => {
    const { signOn: before } = api.people;
    const headers = headersOf(await signOn());
    const other = headersOf(await signOn());
    api.time.nowMs += 10 * 60_000;
    expect(await as(headers)).toBe('user');
    api.people.signOn = new SignOn({ ...config, sessionMinutes: 5 }, undefined, () => api.time.nowMs);
    expect(await as(headers)).toBe('nobody');
    api.people.signOn = undefined;
    expect(await as(other)).toBe('nobody');
    api.people.signOn = before;
    expect([await as(headers), await as(other)]).toEqual(['nobody', 'nobody']);
  });

  it('that finds somebody in no group any more ends what they had open elsewhere, whoever they were', async () => {
    directory.user = { sub: '9', preferred_username: 'cora', groups: ['admins'] };
    const elsewhere = headersOf(await signOn());
    await api.people.db.deleteFrom('grants').where('scope', '=', 'all').where('user', '!=', 'x').execute();
    const again = headersOf(await signOn());
    expect([await as(elsewhere), await as(again)]).toEqual(['user', 'user']);
    directory.user = { sub: '9', preferred_username: 'cora', groups: ['staff'] };
    expect(failed(await signOn())).toContain('no group');
    expect([await as(elsewhere), await as(again)]).toEqual(['nobody', 'nobody']);
    expect(await accountByName(api.people.db, 'cora')).toMatchObject({ grants: [] });
  });

  it('does not get into the account of somebody who has a password here', async () => {
    await api.as('admin');
    directory.user = { sub: '3', preferred_username: 'admin-all', groups: ['north-managers'] };
    expect(failed(await signOn())).toContain('already');
  });

  it.each<[string, string, (here: Directory) => void]>([
    ['signed by another key', 'failed', (here) => Object.assign(here, { forged: true })],
    [
      'not signed',
      'failed',
      (here) => Object.assign(here, { twist: (_: object, header: object) => Object.assign(header, { alg: 'none' }) }),
    ],
    [
      'for somebody else',
      'failed',
      (here) => Object.assign(here, { twist: (claims: object) => Object.assign(claims, { aud: 'other' }) }),
    ],
    [
      'from another issuer',
      'failed',
      (here) =>
        Object.assign(here, { twist: (claims: object) => Object.assign(claims, { iss: 'http://evil.example' }) }),
    ],
    [
      'for another sign-in',
      'failed',
      (here) => Object.assign(here, { twist: (claims: object) => Object.assign(claims, { nonce: 'old' }) }),
    ],
    [
      'too old',
      'failed',
      (here) => Object.assign(here, { twist: (claims: object) => Object.assign(claims, { exp: 1 }) }),
    ],
  ])('refuses a token %s', async (_, words, change) => {
    change(directory);
    expect(failed(await signOn())).toContain(words);
  });

  it('takes an answer once, in time, and in the browser where it was begun', async () => {
    const first = await go();
    expect(failed(await get(first.path))).toContain('not begun here');
    const second = await go();
    expect(failed(await get(second.path, { cookie: first.cookie }))).toContain('not begun here');
    const third = await go();
    expect((await get(third.path, { cookie: third.cookie })).headers.location).toContain('#signed-in=');
    expect(failed(await get(third.path, { cookie: third.cookie }))).toContain('not begun here');
    const late = await go();
    api.time.nowMs += 11 * 60_000;
    expect(failed(await get(late.path, { cookie: late.cookie }))).toContain('too long ago');
    const other = await go();
    expect(failed(await get(other.path.replace(/code=[^&]*/, 'code=x'), { cookie: other.cookie }))).toContain('failed');
  });

  it('says that the directory does not answer', async () => {
    const { signOn: before } = api.people;
    // Nobody listens on the port of nothing.
    api.people.signOn = new SignOn({ ...config, issuer: 'http://127.0.0.1:1' }, undefined, Date.now);
    const answer = await get('/api/v1/sign-on/start');
    expect(answer.statusCode).toBe(502);
    expect(answer.json()).toMatchObject({ type: 'urn:aisle:error:sign-on-failed', fix: expect.any(String) });
    api.people.signOn = before;
  });
});

it('is not there where it is not configured', async () => {
  api.people.signOn = undefined;
  for (const path of ['start', 'done?code=1']) expect((await get(`/api/v1/sign-on/${path}`)).statusCode).toBe(404);
  expect((await get('/api/v1/session')).json().signOn).toBeNull();
});
