import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needOf } from '../../../gateway/api/roles.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { tempFolder, testGateway } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';
import { routesOf, signedIn } from '../../support/people.ts';

const STREAM = '/api/v1/live';
let api: TestApi;
beforeAll(async () => {
  api = await testApi(undefined, undefined, { open: false });
  await signedIn(api.people, 'admin');
  await api.app.ready();
});
afterAll(() => api.close());

/** Other ways to write the same address. */
const encoded = (path: string): string[] => [
  path.replace('a', '%61'),
  path.replaceAll(/[a-z]/g, (it) => `%${it.charCodeAt(0).toString(16)}`),
];
const call = (method: string, url: string, headers = {}, payload?: object) =>
  api.app.inject({ method: method as 'GET', url, headers: { host: 'localhost', ...headers }, payload });

describe('an address that is written in another way', () => {
  it('is answered as the plain one is, and kept by nobody', async () => {
    for (const { method, path } of routesOf(api.app)) {
      if (path === STREAM) continue;
      const plain = path.replace(':store', STORE).replaceAll(/:\w+/g, 'x1');
      const { statusCode } = await call(method, plain);
      for (const url of [plain, ...encoded(plain)]) {
        const answer = await call(method, url);
        const told = [method, url, answer.statusCode, answer.headers['cache-control']];
        expect(told).toEqual([method, url, statusCode, 'no-store']);
      }
    }
  });

  it('does not let the page of another site sign somebody in', async () => {
    const open = routesOf(api.app).filter(({ method, path }) => method !== 'GET' && needOf(method, path) === 'open');
    expect(open.length).toBeGreaterThan(2);
    for (const { method, path } of open) {
      for (const url of [path, ...encoded(path)]) {
        const foreign = await call(method, url, { origin: 'https://evil.example' }, { name: 'x', password: 'y' });
        expect([url, foreign.statusCode]).toEqual([url, 403]);
      }
    }
  });

  it.each(['/api/v1/nothing', '/%61pi/v1/nothing', '/nothing', '/api/%zz', '/%'])(
    'of nothing: %s is kept by nobody',
    async (url) => {
      const answer = await call('GET', url);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );
});

it('the page is answered however its address is written, and may be kept', async () => {
  const page = tempFolder();
  const state = tempFolder();
  writeFileSync(join(page.path, 'index.html'), '<!doctype html>');
  const gateway = await testGateway(state.path, { pageFolder: page.path });
  try {
    for (const [url, status, kept] of [
      ['/', 200, true],
      ['/index.html', 200, true],
      ['/%69ndex.html', 200, true],
      ['/nothing', 404, false],
      ['/api/v1/nothing', 404, false],
      ['/%61pi/v1/stores', 200, false],
    ] as const) {
      const { status: answered, headers } = await fetch(gateway.address + url);
      expect([url, answered, headers.get('cache-control') !== 'no-store']).toEqual([url, status, kept]);
    }
  } finally {
    await gateway.close();
    page.remove();
    state.remove();
  }
});
