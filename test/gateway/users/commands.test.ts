import { statSync } from 'node:fs';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Gateway } from '../../../gateway/gateway.ts';
import { registerTokens, registerUsers } from '../../../gateway/users/commands.ts';
import { tempFolder, testGateway } from '../../support/gateway.ts';

let folder: ReturnType<typeof tempFolder>;
let gateway: Gateway;
beforeAll(async () => {
  folder = tempFolder();
  vi.stubEnv('AISLE_STATE', folder.path);
  gateway = await testGateway(`${folder.path}/gateway`);
});
afterAll(async () => {
  await gateway.close();
  folder.remove();
  vi.unstubAllEnvs();
});
/** As `aisle …` does it, in this process: starting one takes seconds where others work too. */
async function run(...args: string[]) {
  const program = new Command('aisle').exitOverride();
  registerUsers(program);
  registerTokens(program);
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return JSON.parse(said);
}
const post = (path: string, body: object) =>
  fetch(`${gateway.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('on the command line, while the gateway runs', () => {
  it('users are made, get in by their link, and the last administrator stays', async () => {
    expect((await fetch(`${gateway.address}/api/v1/stores`)).status).toBe(200);
    const made = await run(
      'users',
      'add',
      'Root@example.com',
      '--role',
      'admin',
      '--address',
      gateway.address,
      '--json',
    );
    const [page, link] = made.link.split('/#link=');
    expect(page).toBe(gateway.address);
    // From now on people must sign in.
    expect((await fetch(`${gateway.address}/api/v1/stores`)).status).toBe(401);
    const claimed = await post('/api/v1/links/claim', { link, password: 'correct horse battery' });
    expect(claimed.status).toBe(200);
    const cookie = claimed.headers.get('set-cookie')!.split(';')[0];
    expect((await fetch(`${gateway.address}/api/v1/stores`, { headers: { cookie } })).status).toBe(200);
    const last = run('users', 'disable', 'root@example.com', '--json');
    await expect(last).rejects.toThrow('nobody would be left');
    expect((await run('users', 'list', '--json')).users).toMatchObject([{ name: 'root@example.com', password: true }]);
    expect(statSync(`${folder.path}/gateway`).mode & 0o077).toBe(0);
  });

  it('tokens are made, work, and are revoked', async () => {
    const made = await run('tokens', 'add', 'tills', '--role', 'viewer', '--scope', 'store:demo', '--json');
    const headers = { authorization: `Bearer ${made.token}` };
    expect((await fetch(`${gateway.address}/api/v1/stores/demo`, { headers })).status).toBe(200);
    expect(await run('tokens', 'revoke', made.row.id, '--json')).toEqual({ revoked: made.row.id });
    expect((await fetch(`${gateway.address}/api/v1/stores/demo`, { headers })).status).toBe(401);
  });

  it('a wrong call says what to do', async () => {
    await expect(run('tokens', 'add', 'x', '--scope', 'here')).rejects.toMatchObject({
      code: 'BAD_CALL',
      fix: expect.stringContaining('store:ID'),
    });
  });
});
