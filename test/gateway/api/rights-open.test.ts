import { afterEach, expect, it } from 'vitest';
import { type TestApi, testApi } from '../../support/api.ts';
import { eventually } from '../../support/gateway.ts';
import { NODE, STORE } from '../../support/messages.ts';
import { routesOf } from '../../support/people.ts';

let api: TestApi;
afterEach(() => api.close());
const get = (url: string, headers = {}, remoteAddress = '127.0.0.1') =>
  api.app.inject({ url, headers: { host: 'localhost', ...headers }, remoteAddress });

it('lets people at this computer look as long as nobody can sign in, and no longer', async () => {
  api = await testApi(undefined, undefined, { open: false });
  expect((await get('/api/v1/stores')).statusCode).toBe(200);
  expect((await get('/api/v1/session')).json()).toMatchObject({ as: 'open', setUp: false, rights: ['view'] });
  await api.as('viewer');
  expect((await get('/api/v1/stores')).statusCode).toBe(401);
  expect((await get('/api/v1/session')).json()).toMatchObject({ as: 'nobody', setUp: true, rights: [] });
});

it('says in the notices whether everybody here can look', async () => {
  api = await testApi(undefined, undefined, { open: false });
  const open = 'Everybody who uses this computer can see this page without signing in.';
  expect((await get('/api/v1/stores/demo')).json().notices).toContain(open);
  const headers = await api.as('viewer');
  expect((await get('/api/v1/stores/demo', headers)).json().notices).not.toContain(open);
});

it('lets people at this computer look in the demo, and change nothing', async () => {
  api = await testApi();
  await api.as('admin');
  expect((await get('/api/v1/stores')).statusCode).toBe(200);
  await api.app.ready();
  for (const { method, path } of routesOf(api.app)) {
    if (method === 'GET' || path.includes('/links/') || path === '/api/v1/session') continue;
    const url = path.replace(':store', 'demo').replaceAll(/:\w+/g, 'x1');
    const { statusCode } = await api.app.inject({ method: method as 'POST', url, headers: { host: 'localhost' } });
    expect([method, path, statusCode]).toEqual([method, path, 401]);
  }
});

it.each([
  ['through a proxy', { 'x-forwarded-for': '192.0.2.7' }, '127.0.0.1'],
  ['through a proxy with the newer header', { forwarded: 'for=192.0.2.7' }, '127.0.0.1'],
  ['through a proxy that says only its own name', { via: '1.1 proxy' }, '::1'],
  ['from another machine', {}, '192.0.2.7'],
  ['from another machine that says it is this one', { 'x-forwarded-for': '127.0.0.1' }, '192.0.2.7'],
])('is not open %s', async (_, headers, remoteAddress) => {
  api = await testApi();
  expect((await get('/api/v1/stores', headers, remoteAddress)).statusCode).toBe(401);
});

it('takes the address of who asks from a proxy on this machine, and from nobody else', async () => {
  api = await testApi(undefined, undefined, { http: { perMinute: 0, behindProxy: true, names: ['aisle.example'] } });
  const signIn = (remoteAddress: string) =>
    api.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: 'aisle.example', 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https' },
      payload: { name: 'nobody', password: 'wrong' },
      remoteAddress,
    });
  expect((await signIn('127.0.0.1')).statusCode).toBe(401);
  await signIn('198.51.100.9');
  const rows = (await get('/api/v1/audit', await api.as('admin'))).json().rows;
  expect(rows.map(({ address }: { address: string }) => address)).toEqual(['198.51.100.0', '192.0.2.0']);
});

it('limits the requests of one address', async () => {
  api = await testApi(undefined, undefined, { http: { perMinute: 3 } });
  const codes = [];
  for (let n = 0; n < 5; n++) codes.push((await get('/livez')).statusCode);
  expect(codes).toEqual([200, 200, 200, 429, 429]);
  const answer = await get('/livez');
  expect(answer.headers['retry-after']).toBeDefined();
  expect(answer.json()).toMatchObject({ type: 'urn:aisle:error:too-many', fix: expect.stringContaining('Wait') });
});

it('limits those of one IPv6 network together', async () => {
  api = await testApi(undefined, undefined, { http: { perMinute: 3 } });
  const from = (n: number) => ({ url: '/livez', headers: { host: 'localhost' }, remoteAddress: `2001:db8:1:2::${n}` });
  const codes = [];
  for (let n = 0; n < 5; n++) codes.push((await api.app.inject(from(n))).statusCode);
  expect(codes).toEqual([200, 200, 200, 429, 429]);
});

it('answers to the names that it was told', async () => {
  api = await testApi(undefined, undefined, { http: { perMinute: 0, names: ['Aisle.Example'] } });
  expect((await get('/livez', { host: 'aisle.example:8443' })).statusCode).toBe(200);
  expect((await get('/livez', { host: 'other.example' })).statusCode).toBe(421);
});

it('sends a stream only what its reader may see', async () => {
  api = await testApi(undefined, undefined, { open: false });
  const view = api.board.node(STORE, NODE);
  view.said = 'online';
  api.board.heard(view);
  const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const { cookie } = await api.as('viewer', 'store:demo');
  const other = await api.as('viewer', 'store:other');
  const read = async (headers: Record<string, string>) => {
    const stop = new AbortController();
    const response = await fetch(`${address}/api/v1/live`, { headers, signal: stop.signal });
    let text = '';
    const done = (async () => {
      for await (const chunk of response.body!) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    const end = () => {
      stop.abort();
      return done;
    };
    return { text: () => text, end };
  };
  const [mine, theirs] = [await read({ cookie }), await read({ cookie: other.cookie })];
  await eventually(() => mine.text().includes('event: node'));
  expect(theirs.text()).not.toContain('event:');
  await Promise.all([mine.end(), theirs.end()]);
});
