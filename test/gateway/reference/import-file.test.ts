import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importReference } from '../../../gateway/reference/import-file.ts';
import { Reference } from '../../../gateway/reference/reference.ts';
import { kindOf } from '../../../gateway/reference/registry.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { SHOP_ZONES, tempFolder, testSite } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';

const folder = tempFolder();
const { site } = testSite({ zones: SHOP_ZONES });
let db: Db;
beforeAll(async () => {
  db = await openSqliteDb(':memory:');
});
afterAll(async () => {
  await db.destroy();
  folder.remove();
});

let files = 0;
function importText(kind: string, name: string, content: string | Buffer) {
  const path = join(folder.path, `${files++}-${name}`);
  writeFileSync(path, content);
  return importPath(kind, path);
}
const importPath = (kind: string, path: string) => {
  const order = { store: STORE, kind: kindOf(kind), path, today: '2026-10-01', site, statePath: folder.path };
  return importReference(db, order, () => T0);
};
const row = (kind: 'prices' | 'weather' | 'planogram', key: string, date = '2026-10-01') =>
  new Reference(db).asOf({ store: STORE, kind, key, date }).then(([found]) => found?.row);

describe('a file', () => {
  it.each<[string, string, string | Buffer]>([
    ['CSV', 'a.csv', 'sku,price,from\nc1,1.5,2026-01-01\nc2,2,2026-01-01\n'],
    ['CSV of a spreadsheet', 'b.csv', '\ufeffSKU;Price;From\r\nc1;1,5;2026-01-01\r\n"c2";2;2026-01-01'],
    [
      'CSV in UTF-16',
      'c.csv',
      Buffer.from('\ufeffsku\tprice\tfrom\nc1\t1.5\t2026-01-01\nc2\t2\t2026-01-01\n', 'utf16le'),
    ],
    ['gzip', 'd.csv.gz', gzipSync('sku,price,from\nc1,1.5,2026-01-01\nc2,2,2026-01-01\n')],
    ['a list', 'e.json', '[{"sku":"c1","price":1.5,"from":"2026-01-01"},\n{"sku":"c2","price":2,"from":"2026-01-01"}]'],
    [
      'NDJSON',
      'f.ndjson',
      '{"sku":"c1","price":1.5,"from":"2026-01-01"}\n\n{"sku":"c2","price":2,"from":"2026-01-01"}\n',
    ],
    [
      'NDJSON that calls itself JSON',
      'g.json',
      '{"sku":"c1","price":1.5,"from":"2026-01-01"}\n{"sku":"c2","price":2,"from":"2026-01-01"}',
    ],
  ])('as %s holds the same', async (_, name, content) => {
    const { accepted, duplicates, rejected } = await importText('prices', name, content);
    expect([accepted + duplicates, rejected]).toEqual([2, 0]);
    expect(await row('prices', 'c1/')).toEqual({ sku: 'c1', price: 1.5, from: '2026-01-01' });
  });

  it('goes on behind bad rows, and its reject file is taken when it is mended', async () => {
    const text = 'sku,price,colour\nm1,1,red\nm2,a lot,red\nm3,3\nm4,"4\nm5,5,blue\n,6,blue\n';
    const first = await importText('prices', 'bad.csv', text);
    expect(first).toMatchObject({ accepted: 2, duplicates: 0, rejected: 4, ignored: ['colour'] });
    expect(first.rejects.map(({ line, field }) => [line, field])).toEqual([
      [3, 'price'],
      [4, 'line'],
      [5, 'line'],
      [7, 'sku'],
    ]);
    const rejected = readFileSync(first.rejectFile!, 'utf8');
    expect(rejected).toContain('3,price,');
    const mended = rejected.replaceAll('a lot', '2').split('\n').slice(0, 2).join('\n');
    expect(await importText('prices', 'mended.csv', mended)).toMatchObject({
      accepted: 1,
      rejected: 0,
      ignored: ['colour'],
    });
    expect(await importText('prices', 'bad.csv', text)).toMatchObject({ accepted: 0, duplicates: 2, rejected: 4 });
  });

  it('of JSON has its rejects as JSON', async () => {
    const first = await importText(
      'weather',
      'w.ndjson',
      '{"date":"2026-10-01","rain":"maybe"}\nrain\n{"date":"2026-10-02","rain":true}\n',
    );
    expect(first).toMatchObject({ accepted: 1, rejected: 2 });
    const mended = readFileSync(first.rejectFile!, 'utf8').replaceAll('\\"maybe\\"', 'false').split('\n')[0];
    expect(await importText('weather', 'again.ndjson', mended)).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await row('weather', '')).toEqual({ date: '2026-10-01', rain: false });
  });

  it('of a planogram may be nested', async () => {
    const products = [
      { sku: 'milk', facings: 2, capacity: 12 },
      { sku: 'tea', facings: 1, capacity: 6 },
    ];
    const document = {
      store: STORE,
      shelves: [
        { zone: 'shelf', bays: [{ bay: 3, at: [1, 2], products }] },
        { zone: 'attic', bays: [{ bay: 1, products }] },
      ],
    };
    const taken = await importText('planogram', 'planogram.json', JSON.stringify(document));
    expect(taken).toMatchObject({ accepted: 2, rejected: 2 });
    expect(taken.rejects[0].reason).toContain('no zone attic');
    expect(await row('planogram', 'shelf//3///milk')).toEqual({ zone: 'shelf', bay: '3', ...products[0] });
  });

  it('that says who works is turned away unread, and no word of it is kept', async () => {
    const csv = 'date,start,end,area,staff,name\n2026-10-01,08:00,16:00,tills,1,Ada\n';
    await expect(importText('roster', 'roster.csv', csv)).rejects.toThrow(/name says who works/);
    const json = await importText(
      'roster',
      'roster.ndjson',
      '{"date":"2026-10-01","start":"08:00","end":"16:00","area":"tills","staff":1,"name":"Ada"}\n',
    );
    expect(json).toMatchObject({ accepted: 0, rejected: 1 });
    expect(readFileSync(json.rejectFile!, 'utf8')).not.toContain('Ada');
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['empty.csv', '', /is empty/],
    ['columns.csv', 'colour,size\nred,1\n', /no column of prices; it has: colour, size/],
    ['twice.csv', 'sku,price,PRICE\na,1,2\n', /two columns price/],
    ['broken.json', '[{"sku":', /is no JSON/],
    ['binary.csv', Buffer.from([0, 1, 2, 3]), /no text file/],
    ['blank.csv', '\n\n', /holds no line/],
    ['prices.pdf', 'sku,price\na,1\n', /does not tell what it is by its ending/],
    ['prices', 'sku,price\na,1\n', /by its ending/],
    ['damaged.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), /damaged gzip/],
  ])('%s is refused with the reason', async (name, content, reason) => {
    await expect(importText('prices', name, content)).rejects.toThrow(reason);
  });

  it('that is not there is refused', async () => {
    await expect(importPath('prices', join(folder.path, 'nothing.csv'))).rejects.toThrow(
      /there is no file .*nothing.csv/,
    );
    await expect(importPath('prices', folder.path)).rejects.toThrow(`${folder.path} is a folder`);
  });
});
