import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { PROJECT } from '../../../models/host/paths.ts';
import { aisle } from '../../support/aisle.ts';
import { eventually, tempFolder } from '../../support/gateway.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const env = { AISLE_STATE: join(folder.path, 'state') };
const dbPath = join(folder.path, 'state', 'gateway', 'gateway.db');
const LINES = 40_000;

it('goes on where it was killed, and loses and doubles nothing', async () => {
  const path = join(folder.path, 'year.csv');
  const rows = Array.from({ length: LINES }, (_, i) => {
    const [receipt, line] = [Math.floor(i / 5), (i % 5) + 1];
    const time = new Date(Date.parse('2026-01-01T08:00:00Z') + receipt * 60_000).toISOString();
    return `1,${receipt},${line},${time},EUR,card-${receipt % 100},sku-${i % 50},1,${(i % 900) / 100}`;
  });
  writeFileSync(path, `till,number,line,time,currency,loyalty,sku,quantity,net\n${rows.join('\n')}\n`);
  const args = ['pos', 'import', path, '--store', 'demo', '--json'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'aisle.ts', ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const stored = (): number => {
    if (!existsSync(dbPath)) return 0;
    const db = new Database(dbPath, { readonly: true });
    try {
      return db.prepare('select coalesce(sum(accepted), 0) from pos_imports').pluck().get() as number;
    } catch {
      return 0;
    } finally {
      db.close();
    }
  };
  await eventually(() => stored() > 0, 30_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const before = stored();
  const ran = await aisle(args, env);
  expect(ran.code, ran.stderr).toBe(0);
  const { accepted, duplicates, rejected } = JSON.parse(ran.stdout);
  expect({ accepted, duplicates, rejected }).toEqual({ accepted: LINES - before, duplicates: before, rejected: 0 });
  const db = new Database(dbPath, { readonly: true });
  const net = rows.reduce((sum, row) => sum + Math.round(Number(row.split(',')[8]) * 100), 0);
  expect(db.prepare('select sum(net) from receipt_lines').pluck().get()).toBe(net);
  expect(db.prepare('select sum(net) from sales_day').pluck().get()).toBe(net);
  expect(db.prepare('select sum(net) from sales_minute').pluck().get()).toBe(net);
  expect(db.prepare('select state, error from pos_imports order by id').all()).toMatchObject([
    { state: 'failed', error: expect.stringContaining('cut off') },
    { state: 'done' },
  ]);
  expect(db.prepare("select count(*) from receipts where loyalty like 'card%'").pluck().get()).toBe(0);
  db.close();
  const key = join(folder.path, 'state', 'gateway', 'keys', 'loyalty-demo.key');
  expect(statSync(key).mode & 0o777).toBe(0o600);
}, 120_000);

it('says what is wrong with a call', async () => {
  mkdirSync(join(folder.path, 'some.csv'));
  const { code, stderr, stdout } = await aisle(
    ['pos', 'import', join(folder.path, 'some.csv'), '--store', 'demo'],
    env,
  );
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('some.csv is a folder');
}, 30_000);
