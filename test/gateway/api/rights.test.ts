import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needOf, ROUTE_NEEDS, refuseRoutesWithoutNeed } from '../../../gateway/api/roles.ts';
import { ROLE_RIGHTS, ROLES } from '../../../models/contract/rights.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';
import { machine, routesOf, signedIn } from '../../support/people.ts';

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** A stream does not end by itself: it has a test of its own. */
const STREAM = '/api/v1/live';
const HIDDEN = ['GET /api/openapi.json', 'GET /*'];
const urlOf = (path: string, store = STORE) =>
  path.replace(':store', store).replaceAll(/:(\w+)/g, (_, name) => (name === 'zone' ? 'aisle' : 'x1'));

const site = (store: string, region: string, cluster: string) => {
  const loaded = testSite({ store });
  Object.assign(loaded.site, { region, cluster });
  return loaded;
};

let api: TestApi;
let routes: ReturnType<typeof routesOf>;
beforeAll(async () => {
  const others = [site('south-1', 'south', 'city'), site('south-2', 'south', 'mall')];
  api = await testApi(site(STORE, 'north', 'city'), undefined, { open: false, others });
  await signedIn(api.people, 'admin');
  await api.app.ready();
  routes = routesOf(api.app);
});
afterAll(() => api.close());
const call = async (method: string, url: string, headers: Record<string, string>) =>
  api.app.inject({ method: method as 'GET', url, headers: { host: 'localhost', ...headers } });

describe('every route', () => {
  it('has its line in the table, and every line its route', () => {
    const there = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...there, ...HIDDEN].sort()).toEqual(Object.keys(ROUTE_NEEDS).sort());
  });

  it('is refused when it has none', () => {
    const app = Fastify();
    refuseRoutesWithoutNeed(app);
    expect(() => app.get('/api/v1/new', async () => 'here')).toThrow('GET /api/v1/new has no line');
  });

  it('is shut to nobody, unless it is open', async () => {
    for (const { method, path } of routes) {
      if (needOf(method, path) === 'open') continue;
      const answer = await call(method, urlOf(path), {});
      expect([method, path, answer.statusCode]).toEqual([method, path, 401]);
      expect(answer.json().type).toBe('urn:aisle:error:not-signed-in');
    }
  });

  it.each(ROLES)('gives %s what the role may do, and nothing else', async (role) => {
    for (const { method, path } of routes) {
      const need = needOf(method, path)!;
      const right = typeof need === 'string' ? need : need.everywhere;
      const may = right === 'open' || right === 'self' || ROLE_RIGHTS[role].includes(right);
      if (may && path === STREAM) continue;
      const { statusCode } = await call(method, urlOf(path), await api.as(role));
      const said = statusCode === 401 || statusCode === 403 ? 'refused' : 'let in';
      expect([role, method, path, said]).toEqual([role, method, path, may ? 'let in' : 'refused']);
    }
  });

  it('under a store is shut to who has a role in another, and to a store that is not there', async () => {
    const headers = await api.as('admin', 'store:south-1');
    for (const { method, path } of routes.filter((route) => route.path.includes(':store'))) {
      for (const store of [STORE, 'nowhere']) {
        const answer = await call(method, urlOf(path, store), headers);
        expect([method, path, store, answer.statusCode]).toEqual([method, path, store, 403]);
        expect(answer.body).not.toContain('south-2');
      }
    }
  });
});

describe('a role', () => {
  it.each([
    ['all', [STORE, 'south-1', 'south-2']],
    ['region:south', ['south-1', 'south-2']],
    ['cluster:city', [STORE, 'south-1']],
    ['store:south-2', ['south-2']],
    ['region:west', []],
  ])('in %s shows the stores %j', async (scope, expected) => {
    const headers = await api.as('viewer', scope);
    const list = (await call('GET', '/api/v1/stores', headers)).json();
    expect(list.stores.map(({ store }: { store: string }) => store)).toEqual(expected);
    const nodes = (await call('GET', '/api/v1/nodes', headers)).json();
    expect(nodes.nodes.map(({ store }: { store: string }) => store)).toEqual(expected);
    for (const store of [STORE, 'south-1', 'south-2']) {
      const { statusCode } = await call('GET', `/api/v1/stores/${store}/today`, headers);
      expect(statusCode).toBe(expected.includes(store) ? 200 : 403);
      if (expected.includes(store)) continue;
      expect((await call('GET', `/api/v1/live?store=${store}`, headers)).statusCode).toBe(403);
    }
    expect((await call('GET', '/metrics', headers)).statusCode).toBe(scope === 'all' ? 200 : 403);
  });

  it('of a token holds where the token says', async () => {
    const headers = await machine(api.people, 'manager', `store:${STORE}`);
    expect((await call('GET', `/api/v1/stores/${STORE}/today`, headers)).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/stores/south-1/today', headers)).statusCode).toBe(403);
    expect((await call('DELETE', '/api/v1/session', headers)).statusCode).toBe(403);
    const wrong = { ...headers, authorization: 'Bearer aisle_nothing' };
    expect((await call('GET', '/livez', wrong)).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/stores', wrong)).statusCode).toBe(401);
  });
});

describe('a stolen cookie', () => {
  it('of a viewer, and of an administrator, cannot change anything', async () => {
    for (const role of ['viewer', 'admin'] as const) {
      const { host, cookie } = await api.as(role);
      const thief = { host, cookie, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
      const asked = await call('GET', '/api/v1/session', thief);
      expect(asked.json()).toMatchObject({ as: 'user', name: `${role}-all` });
      expect(asked.json()).not.toHaveProperty('csrf');
      for (const { method, path } of routes.filter((route) => UNSAFE.includes(route.method))) {
        if (needOf(method, path) === 'open') continue;
        const { statusCode } = await call(method, urlOf(path), thief);
        expect([role, method, path, statusCode]).toEqual([role, method, path, 403]);
      }
      expect((await call('GET', '/api/v1/sessions', thief)).statusCode).toBe(200);
    }
  });

  it.each([
    ['another site’s page', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another program on this machine', { origin: 'http://localhost:9999' }],
    ['a page of a neighbouring name', { 'sec-fetch-site': 'same-site' }],
    ['the other secret of another session', {}],
  ])('is not used by %s', async (who, changes) => {
    const headers: Record<string, string> = { ...(await api.as('admin')), ...changes };
    if (who.startsWith('the other')) headers['x-aisle-csrf'] = (await api.as('admin'))['x-aisle-csrf'];
    expect((await call('POST', '/api/v1/tokens', headers)).statusCode).toBe(403);
    const { 'x-aisle-csrf': csrf, cookie } = await api.as('admin');
    const own = { 'x-aisle-csrf': csrf, cookie, origin: 'http://localhost' };
    expect((await call('POST', '/api/v1/tokens', own)).statusCode).toBe(400);
  });
});
