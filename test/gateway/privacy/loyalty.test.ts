import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sqliteSales } from '../../../gateway/pos/sqlite-sales.ts';
import { Tills } from '../../../gateway/pos/tills.ts';
import { registerPrivacy } from '../../../gateway/privacy/commands.ts';
import { eraseLoyalty, exportLoyalty } from '../../../gateway/privacy/loyalty.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { tempFolder, testSite } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

let folder: ReturnType<typeof tempFolder>;
let db: Db;
let statePath: string;
const receipt = (number: string, loyalty: string) => ({
  ...{ till: '7', number, time: '2026-03-01T12:00:00Z', currency: 'EUR', loyalty },
  lines: [{ line: 1, sku: 'milk', quantity: 2, net: 2.5 }],
});

beforeEach(async () => {
  folder = tempFolder();
  statePath = join(folder.path, 'gateway');
  mkdirSync(statePath);
  db = await openSqliteDb(join(statePath, 'gateway.db'));
  const tills = new Tills({ sales: sqliteSales(db), sites: [testSite().site], statePath, wall: Date.now });
  const sent = [receipt('1', 'card-1'), receipt('2', 'card-2'), receipt('3', 'card-1')];
  expect(await tills.push(STORE, sent, 'push')).toMatchObject({ accepted: 3, rejected: 0 });
});
afterEach(async () => {
  await db.destroy();
  folder.remove();
});

it('hands out what is stored under an id, and takes the id off', async () => {
  const { receipts } = await exportLoyalty(db, statePath, STORE, 'card-1');
  expect(receipts.map(({ number, lines }) => [number, lines[0].sku, lines[0].quantity])).toEqual([
    ['1', 'milk', 2],
    ['3', 'milk', 2],
  ]);
  expect((await exportLoyalty(db, statePath, 'other', 'card-1')).receipts).toEqual([]);
  expect(await eraseLoyalty(db, statePath, STORE, 'card-1')).toBe(2);
  expect((await exportLoyalty(db, statePath, STORE, 'card-1')).receipts).toEqual([]);
  expect((await exportLoyalty(db, statePath, STORE, 'card-2')).receipts).toHaveLength(1);
  const left = await db.selectFrom('receipts').select(['number', 'net']).execute();
  expect(left.map(({ net }) => net)).toEqual([250, 250, 250]);
});

it('keeps an erased id off what is imported again, whoever names it by itself or by its hash', async () => {
  const hash = (await db.selectFrom('receipts').select('loyalty').where('number', '=', '1').executeTakeFirst())!
    .loyalty;
  await eraseLoyalty(db, statePath, STORE, 'card-1');
  await eraseLoyalty(db, statePath, STORE, 'card-1');
  const tills = new Tills({ sales: sqliteSales(db), sites: [testSite().site], statePath, wall: Date.now });
  const again = [
    receipt('1', 'card-1'),
    { ...receipt('3', 'card-1'), correction: true, lines: [{ line: 1, sku: 'milk', quantity: 1, net: 1.25 }] },
    receipt('4', 'card-1'),
    receipt('5', `hashed:${hash}`),
    receipt('6', 'card-2'),
  ];
  expect(await tills.push(STORE, again, 'push')).toMatchObject({ accepted: 4, duplicates: 1 });
  expect((await exportLoyalty(db, statePath, STORE, 'card-1')).receipts).toEqual([]);
  expect((await exportLoyalty(db, statePath, STORE, 'card-2')).receipts).toHaveLength(2);
});

it('does so from the command line', async () => {
  vi.stubEnv('AISLE_STATE', folder.path);
  let printed = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const call = async (name: string, store = STORE) => {
    printed = '';
    const program = new Command();
    registerPrivacy(program);
    const args = ['privacy', name, '--store', store, '--loyalty', 'card-1', '--json'];
    await program.parseAsync(args, { from: 'user' });
    return JSON.parse(printed);
  };
  try {
    expect((await call('export')).receipts).toHaveLength(2);
    expect(await call('erase')).toEqual({ receipts: 2 });
    expect((await call('export')).receipts).toEqual([]);
    await expect(call('export', '../x')).rejects.toThrow('no name of a store');
  } finally {
    stdout.mockRestore();
    vi.unstubAllEnvs();
  }
});
