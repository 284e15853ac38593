import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseUnsafeBind } from '../../gateway/bind.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { openSqliteDb } from '../../gateway/store/sqlite-store.ts';
import { readTls } from '../../gateway/tls.ts';
import { tempFolder, testGateway } from '../support/gateway.ts';
import { signedIn, testPeople } from '../support/people.ts';

const folder = tempFolder();
const [cert, key] = [`${folder.path}/cert.pem`, `${folder.path}/key.pem`];
/** A certificate of our own for the test's names. */
const made = (() => {
  const names = 'subjectAltName=DNS:aisle.example,IP:127.0.0.1';
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  try {
    const rest = ['-subj', '/CN=aisle.example', '-addext', names, '-keyout', key, '-out', cert];
    execFileSync('openssl', [...args, ...rest], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

it.each([
  ['127.0.0.1', undefined, undefined],
  ['0.0.0.0', undefined, 'users and TLS'],
  ['0.0.0.0', { tls: true, users: false }, 'without users'],
  ['192.0.2.7', { tls: false, users: true }, 'without TLS'],
  ['0.0.0.0', { tls: true, users: true }, undefined],
])('listens on %s with %j: refused for %s', (host, locks, expected) => {
  const bind = () => refuseUnsafeBind('the page', host, locks);
  if (expected === undefined) expect(bind).not.toThrow();
  else expect(bind).toThrow(expected);
});

describe('TLS files', () => {
  it('are both needed, and must be what they say', () => {
    const wrong = `${folder.path}/wrong.pem`;
    writeFileSync(wrong, 'nothing');
    expect(readTls(undefined, undefined)).toBeUndefined();
    expect(() => readTls(wrong, undefined)).toThrow('a certificate and its key');
    expect(() => readTls(wrong, wrong)).toThrow('cannot be set up');
    expect(() => readTls(`${folder.path}/none`, wrong)).toThrow('cannot be set up');
  });
});

describe.runIf(made)('a gateway with TLS (skipped without the openssl command)', () => {
  let gateway: Gateway | undefined;
  let state: ReturnType<typeof tempFolder>;
  beforeEach(() => {
    state = tempFolder();
  });
  afterEach(async () => {
    await gateway?.close();
    gateway = undefined;
    state.remove();
  });

  /** The body and headers of an answer to somebody who trusts the test's certificate. */
  const get = (path: string, host: string, headers = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const { port } = new URL(gateway!.address);
      const call = { host: '127.0.0.1', port, path, ca: readTls(cert, key)!.cert, headers: { host, ...headers } };
      request({ ...call, servername: 'aisle.example' }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
      })
        .on('error', reject)
        .end();
    });

  it('listens beyond this machine when it has users, and not before', async () => {
    const http = { host: '0.0.0.0', port: 0, tls: readTls(cert, key), names: ['aisle.example'] };
    await expect(testGateway(state.path, { http })).rejects.toThrow('without users');
    const db = await openSqliteDb(`${state.path}/gateway.db`);
    await signedIn(testPeople(db, Date.now), 'admin');
    await db.destroy();
    gateway = await testGateway(state.path, { http });
    expect(gateway.address).toMatch(/^https:\/\/aisle\.example:\d+$/);
    expect(gateway.firstAdmin).toBeUndefined();
    const there = await get('/api/v1/session', 'aisle.example');
    expect(there.status).toBe(200);
    expect(JSON.parse(there.body)).toMatchObject({ as: 'nobody', setUp: true });
    expect(there.headers['strict-transport-security']).toBe('max-age=31536000');
    expect((await get('/api/v1/session', 'evil.example')).status).toBe(421);
    expect((await get('/api/v1/stores', 'aisle.example')).status).toBe(401);
  });

  it('prints the link of the first administrator while there is no user', async () => {
    gateway = await testGateway(state.path, { http: { host: '127.0.0.1', port: 0, tls: readTls(cert, key) } });
    expect(gateway.firstAdmin).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/#link=[\w-]{43}$/);
    expect((await get('/api/v1/stores', '127.0.0.1')).status).toBe(200);
  });
});
