import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { shareState } from '../../../gateway/backup/lock.ts';
import { sqliteSales } from '../../../gateway/pos/sqlite-sales.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { freshDb } from '../../support/fresh-db.ts';
import { tempFolder, testGateway } from '../../support/gateway.ts';
import { STORE } from '../../support/messages.ts';

let folder: ReturnType<typeof tempFolder>;
beforeEach(async () => {
  folder = tempFolder();
  // As a gateway leaves it that was killed while two files came in.
  mkdirSync(join(folder.path, 'uploads'));
  mkdirSync(join(folder.path, 'inbox', STORE), { recursive: true });
  const hourAgo = Date.now() / 1000 - 3600;
  for (const [name, at] of [
    ['fresh', hourAgo],
    ['old', hourAgo - 48 * 3600],
  ] as const) {
    writeFileSync(join(folder.path, 'uploads', name), 'till,number');
    utimesSync(join(folder.path, 'uploads', name), at, at);
  }
  writeFileSync(join(folder.path, 'inbox', STORE, 'day.csv'), 'till,number,line,time,currency,quantity,net\n');
  const db = await freshDb(join(folder.path, 'gateway.db'));
  const about = { store: STORE, name: 'a.csv', format: 'csv', mapping: null, startedMs: 1 };
  const sales = sqliteSales(db);
  await sales.beginImport({ ...about, via: 'upload' });
  await sales.endImport(await sales.beginImport({ ...about, name: 'b.csv', via: 'upload' }), {
    ...{ endedMs: 2, state: 'done', rejectFile: null, error: null },
  });
  await db.destroy();
});
afterEach(() => folder.remove());

const states = async () => {
  const db: Db = await openSqliteDb(join(folder.path, 'gateway.db'));
  const rows = await db
    .selectFrom('pos_imports')
    .select(['name', 'state', 'error'])
    .where('via', '=', 'upload')
    .execute();
  await db.destroy();
  return rows;
};
const uploads = () => readdirSync(join(folder.path, 'uploads'));

it('a gateway that starts sweeps files that were being sent, and says of their imports that they were cut off', async () => {
  const gateway = await testGateway(folder.path);
  expect(uploads()).toEqual([]);
  // What the tills put there themselves is theirs, and is taken in.
  expect(readdirSync(join(folder.path, 'inbox', STORE))).toContain('day.csv');
  await gateway.close();
  expect(await states()).toMatchObject([
    { name: 'a.csv', state: 'failed', error: expect.stringContaining('send the file again') },
    { name: 'b.csv', state: 'done', error: null },
  ]);
});

it('beside another process it leaves what that one may be working on', async () => {
  const other = shareState(folder.path);
  const gateway = await testGateway(folder.path);
  expect(uploads()).toEqual(['fresh']);
  await gateway.close();
  other.release();
  expect(await states()).toMatchObject([{ name: 'a.csv', state: 'running' }, { state: 'done' }]);
});
