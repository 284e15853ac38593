import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { registerBackup } from '../../../gateway/backup/commands.ts';
import { isStateInUse, ownState, shareState } from '../../../gateway/backup/lock.ts';
import { DB_FILE } from '../../../gateway/backup/restore.ts';
import { withState } from '../../../gateway/backup/state.ts';
import { registerPos } from '../../../gateway/pos/commands.ts';
import { registerPrivacy } from '../../../gateway/privacy/commands.ts';
import { registerReference } from '../../../gateway/reference/commands.ts';
import { registerNodeCredential, registerTokens, registerUsers } from '../../../gateway/users/commands.ts';
import { freshDb } from '../../support/fresh-db.ts';
import { tempFolder } from '../../support/gateway.ts';

let folder: ReturnType<typeof tempFolder>;
let state: string;
let file: string;
beforeEach(async () => {
  folder = tempFolder();
  state = join(folder.path, 'gateway');
  mkdirSync(state);
  await (await freshDb(join(state, DB_FILE))).destroy();
  file = join(folder.path, 'a.csv');
  writeFileSync(file, 'sku,name\n1,Milk\n');
  vi.stubEnv('AISLE_STATE', folder.path);
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

/** As `aisle …` does it, in this process. Answers what it says. */
async function run(args: readonly string[]): Promise<unknown> {
  const program = new Command('aisle').exitOverride();
  const rooms = [registerBackup, registerPos, registerReference, registerPrivacy];
  for (const register of [...rooms, registerUsers, registerTokens, registerNodeCredential]) register(program);
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  try {
    await program.parseAsync(args as string[], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return JSON.parse(said);
}

const COMMANDS: string[][] = [
  ['pos', 'import', 'FILE', '--store', 'demo', '--mapping', 'groceries'],
  ['reference', 'import', 'products', 'FILE', '--store', 'demo'],
  ['users', 'add', 'root', '--role', 'admin'],
  ['tokens', 'add', 'tills'],
  ['node-credential', 'demo', 'edge-1'],
  ['privacy', 'erase', '--store', 'demo', '--loyalty', 'x'],
  ['privacy', 'export', '--store', 'demo', '--loyalty', 'x'],
  ['backup', '--out', 'OUT'],
];

it.each(COMMANDS.map((args) => [args.join(' '), args]))(
  'aisle %s is refused while a restore runs, not beside a gateway',
  async (_, args) => {
    const call = [
      ...args.map((it) => (it === 'FILE' ? file : it === 'OUT' ? join(folder.path, 'out.db') : it)),
      '--json',
    ];
    const restoring = ownState(state);
    await expect(run(call)).rejects.toMatchObject({ code: 'STORE_BUSY', fix: expect.stringContaining('try again') });
    restoring.release();
    const gateway = shareState(state);
    expect(await run(call)).toBeTypeOf('object');
    gateway.release();
    expect(isStateInUse(state)).toBe(false);
  },
);

it('a restore is refused until the work of a command has ended, however that ends', async () => {
  const work = withState(state, async () => {
    expect(() => ownState(state)).toThrow(/another aisle command works/);
    throw new Error('it went wrong');
  });
  await expect(work).rejects.toThrow('went wrong');
  ownState(state).release();
});

it('a command ends a restore that was cut off before it opens the data base', async () => {
  const db = join(state, DB_FILE);
  await withState(state, (it) => it.insertInto('probe').values({ id: 1, at: 7 }).execute());
  renameSync(db, `${db}.restoring`);
  const found = await withState(state, (it) => it.selectFrom('probe').select('at').execute());
  expect(found).toEqual([{ at: 7 }]);
  expect(existsSync(`${db}.restoring`)).toBe(false);
});
