import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDb } from '../../../gateway/store/sqlite-store.ts';
import { keepStatements } from '../../../gateway/store/statements.ts';
import { openSqlite } from '../../../models/host/sqlite.ts';
import { tempFolder } from '../../support/gateway.ts';

describe('kept statements', () => {
  const sqlite = openSqlite(':memory:');
  const db = keepStatements(sqlite);
  afterAll(() => sqlite.close());

  it('are prepared once, until the tables change', () => {
    db.prepare('create table t (a integer)').run([]);
    db.prepare('insert into t values (?)').run([1]);
    const select = db.prepare('select * from t');
    expect(db.prepare('select * from t')).toBe(select);
    expect(select.all([])).toEqual([{ a: 1 }]);
    db.prepare('alter table t add column b text').run([]);
    expect(db.prepare('select * from t')).not.toBe(select);
    expect(db.prepare('select * from t').all([])).toEqual([{ a: 1, b: null }]);
  });

  it('are not without end', () => {
    const first = db.prepare('select 0');
    for (let i = 1; i <= 500; i++) expect(db.prepare(`select ${i} as n`).all([])).toEqual([{ n: i }]);
    expect(db.prepare('select 0')).not.toBe(first);
  });
});

it('a transaction has the lock for writing from its beginning', async () => {
  const folder = tempFolder();
  const path = join(folder.path, 'a.db');
  const [one, two] = [openDb(path), openSqlite(path)];
  two.pragma('busy_timeout = 0');
  two.exec('create table t (a integer)');
  await one.transaction().execute(async () => {
    expect(() => two.exec('insert into t values (1)')).toThrow('locked');
  });
  two.exec('insert into t values (1)');
  two.close();
  await one.destroy();
  folder.remove();
});
