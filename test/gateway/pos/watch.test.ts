import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ImportResult } from '../../../gateway/pos/import-file.ts';
import { Watch } from '../../../gateway/pos/watch.ts';
import { AisleError } from '../../../models/contract/errors.ts';
import { readFault } from '../../../models/host/input-file.ts';
import { silent, tempFolder } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

let folder: ReturnType<typeof tempFolder>;
let inbox: string;
beforeEach(() => {
  folder = tempFolder();
  inbox = join(folder.path, 'inbox');
  mkdirSync(inbox);
  writeFileSync(join(inbox, 'day.csv'), 'till,number\n');
});
afterEach(() => folder.remove());

/** Looks until the file is tried, and answers what lies where afterwards. */
async function tried(fails: unknown): Promise<string[]> {
  const importFile = (): Promise<ImportResult> => Promise.reject(fails);
  const watch = new Watch({ folders: new Map([[STORE, inbox]]), importFile, log: silent });
  await watch.look();
  await watch.look();
  return readdirSync(inbox, { recursive: true })
    .map(String)
    .filter((name) => name.includes('day.csv'))
    .map((name) => name.replace(/\d{10,}-/, ''))
    .sort();
}
const system = (code: string) => readFault(Object.assign(new Error(code), { code, syscall: 'open' }), 'day.csv');

it.each<[string, unknown]>([
  ['this user may not read it yet', system('EACCES')],
  ['the disk does not give it', system('EIO')],
  ['the data base is locked', new AisleError('STORE_BUSY', 'in use', 'Wait.')],
  ['there is a bug', new TypeError('a bug')],
])('leaves a file where it is when %s', async (_, error) => {
  expect(await tried(error)).toEqual(['day.csv']);
});

it('puts a file that cannot be taken aside, with the reason', async () => {
  const left = await tried(new AisleError('BAD_INPUT', 'no column', 'Name them.'));
  expect(left).toEqual(['rejected/day.csv', 'rejected/day.csv.reason.txt']);
});
