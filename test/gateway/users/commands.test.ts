import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../../../gateway/gateway.ts';
import { aisle } from '../../support/aisle.ts';
import { tempFolder, testGateway } from '../../support/gateway.ts';

let folder: ReturnType<typeof tempFolder>;
let gateway: Gateway;
beforeAll(async () => {
  folder = tempFolder();
  gateway = await testGateway(`${folder.path}/gateway`);
});
afterAll(async () => {
  await gateway.close();
  folder.remove();
});
const run = async (...args: string[]) => {
  const { code, stdout, stderr } = await aisle(args, { AISLE_STATE: folder.path });
  return { code, stderr, json: stdout.startsWith('{') ? JSON.parse(stdout) : undefined };
};
const post = (path: string, body: object) =>
  fetch(`${gateway.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('on the command line, while the gateway runs', () => {
  it('users are made, get in by their link, and the last administrator stays', async () => {
    expect((await fetch(`${gateway.address}/api/v1/stores`)).status).toBe(200);
    const { json } = await run(
      'users',
      'add',
      'Root@example.com',
      '--role',
      'admin',
      '--address',
      gateway.address,
      '--json',
    );
    const [page, link] = json.link.split('/#link=');
    expect(page).toBe(gateway.address);
    // From now on people must sign in.
    expect((await fetch(`${gateway.address}/api/v1/stores`)).status).toBe(401);
    const claimed = await post('/api/v1/links/claim', { link, password: 'correct horse battery' });
    expect(claimed.status).toBe(200);
    const cookie = claimed.headers.get('set-cookie')!.split(';')[0];
    expect((await fetch(`${gateway.address}/api/v1/stores`, { headers: { cookie } })).status).toBe(200);
    const last = await run('users', 'disable', 'root@example.com', '--json');
    expect([last.code, last.stderr]).toEqual([2, expect.stringContaining('nobody would be left')]);
    expect(statSync(`${folder.path}/gateway`).mode & 0o077).toBe(0);
  });

  it('tokens are made, work, and are revoked', async () => {
    const { json } = await run('tokens', 'add', 'tills', '--role', 'viewer', '--scope', 'store:demo', '--json');
    const headers = { authorization: `Bearer ${json.token}` };
    expect((await fetch(`${gateway.address}/api/v1/stores/demo`, { headers })).status).toBe(200);
    expect((await run('tokens', 'revoke', json.row.id, '--json')).json).toEqual({ revoked: json.row.id });
    expect((await fetch(`${gateway.address}/api/v1/stores/demo`, { headers })).status).toBe(401);
  });

  it('a wrong call says what to do', async () => {
    const { code, stderr } = await run('tokens', 'add', 'x', '--scope', 'here');
    expect([code, stderr]).toEqual([2, expect.stringContaining('store:ID')]);
  });
});
