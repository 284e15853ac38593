import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejectPath } from '../../../gateway/pos/reject-file.ts';
import type { Role } from '../../../models/contract/rights.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { STORE } from '../../support/messages.ts';
import { type TestSales, testSales } from '../../support/sales.ts';

const CARD = 'card-4711';
const sale = (number: number, changes: object = {}) => ({
  ...{ till: '7', number, time: '2026-03-01T12:00:00Z', currency: 'EUR', loyalty: CARD, operator: 'Jane' },
  lines: [{ quantity: 1, net: 1 }],
  ...changes,
});
const bad = { lines: [{ quantity: 1, net: 'one' }] };

describe('over HTTP', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
  });
  afterAll(() => api.close());
  const url = `/api/v1/stores/${STORE}/pos`;
  const send = async (type: string, payload: string) => {
    const headers = { 'content-type': type, ...(await api.as('manager')) };
    const response = await api.app.inject({ method: 'POST', url: `${url}/transactions`, headers, payload });
    return { status: response.statusCode, answer: response.json() };
  };
  const file = async (id: number, role: Role = 'manager') =>
    api.app.inject({ url: `${url}/imports/${id}/rejects/file`, headers: await api.as(role) });

  it('takes NDJSON line by line, and hands out what was rejected of all pushes of a day, to be sent again', async () => {
    const text = [sale(1), sale(2, bad), '', '{"till":"7","loyalty":"card-4711",', sale(3)]
      .map((it) => (typeof it === 'string' ? it : JSON.stringify(it)))
      .join('\n');
    const first = await send('application/x-ndjson', text);
    expect(first).toMatchObject({ status: 200, answer: { accepted: 2, duplicates: 0, rejected: 2 } });
    expect(first.answer.rejects).toMatchObject([
      { line: 2, field: 'net' },
      { line: 4, field: 'line' },
    ]);
    const again = await send('application/json', JSON.stringify({ transactions: [sale(1), sale(4, bad)] }));
    expect(again).toMatchObject({ status: 200, answer: { accepted: 0, duplicates: 1, rejected: 1 } });
    const list = await api.sales.imports(STORE);
    expect(list).toMatchObject([
      { via: 'push', accepted: 2, duplicates: 1, rejected: 3, rejectFile: expect.any(String) },
    ]);
    const response = await file(list[0].id);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="${list[0].rejectFile}"`,
    });
    expect(response.body).not.toMatch(/4711|Jane/);
    expect(
      response.body
        .trim()
        .split('\n')
        .map((it) => JSON.parse(it).line),
    ).toEqual([2, 4, 2]);
    expect((await file(list[0].id, 'viewer')).statusCode).toBe(403);
    const mended = await send('application/x-ndjson', response.body.replaceAll('"one"', '1'));
    expect(mended.answer).toMatchObject({ accepted: 2, rejected: 1 });
    const rows = await api.db.selectFrom('receipts').select('loyalty').execute();
    expect(new Set(rows.map(({ loyalty }) => loyalty))).toEqual(new Set([expect.stringMatching(/^[\w-]{22}$/)]));
  });

  it('has no file of an import without rejects, or of another store', async () => {
    const about = { store: STORE, name: 'x.csv', via: 'upload', format: 'csv', mapping: null, startedMs: 0 };
    const id = await api.sales.beginImport(about);
    expect((await file(id)).statusCode).toBe(404);
    expect((await file(9999)).statusCode).toBe(404);
    await api.sales.endImport(id, { endedMs: 0, state: 'done', rejectFile: '../gateway.db', error: null });
    expect((await file(id)).statusCode).toBe(404);
  });
});

describe('in a table', () => {
  let test: TestSales;
  beforeAll(async () => {
    test = await testSales();
  });
  afterAll(() => test.close());
  const HEAD = 'till,number,line,time,currency,loyalty,cashier,quantity,net';
  const row = (number: number, net: string) => `1,${number},1,2026-03-01 12:00:00,EUR,${CARD},Jane,1,${net}`;

  it('hashes ids, leaves out what the mapping does not read, and knows the hash when it is sent again', async () => {
    const text = [HEAD, row(1, '1'), row(2, 'one'), '1,3,1,card-4711', `"${row(4, '1')}`].join('\n');
    const result = await test.text('day.csv', text);
    expect(result).toMatchObject({ accepted: 1, rejected: 3 });
    const rejects = readFileSync(result.rejectFile!, 'utf8');
    expect(rejects).not.toMatch(/4711|Jane/);
    expect(rejects.split('\n')[1]).toMatch(/,hashed:[\w-]{22},,1,one$/);
    expect(rejects.split('\n')[2]).toMatch(
      /^4,,line,has 4 cells, the head has 9$|^4,,line,"has 4 cells, the head has 9"$/,
    );
    const mended = rejects.split('\n').slice(0, 2).join('\n').replace(',one', ',1');
    expect(await test.text('mended.csv', mended)).toMatchObject({ accepted: 1, rejected: 0 });
    const rows = await test.db.selectFrom('receipts').select('loyalty').execute();
    expect(rows).toHaveLength(2);
    expect(rows[0].loyalty).toBe(rows[1].loyalty);
    const [about] = (await test.sales.imports(STORE)).slice(-1);
    expect(rejectPath(test.folder, STORE, about)).toBe(result.rejectFile);
    // The watched folder puts it beside the file that it is of.
    const beside = join(test.folder, 'inbox', STORE, 'rejected');
    mkdirSync(beside, { recursive: true });
    const moved = join(beside, `${about.id}-day.csv.rejected.csv`);
    renameSync(result.rejectFile!, moved);
    expect(rejectPath(test.folder, STORE, about)).toBeUndefined();
    expect(rejectPath(test.folder, STORE, { ...about, via: 'folder' })).toBe(moved);
    expect(existsSync(moved)).toBe(true);
  });

  it('knows the hash behind a prefix and in columns that are joined', async () => {
    const mapping = join(test.folder, 'cards.yaml');
    for (const [loyalty, cells] of [
      ['{ column: a, prefix: "P-" }', [CARD, '']],
      ['{ columns: [a, b] }', ['card', '4711']],
    ] as const) {
      const fields = `till: { value: K }, number: nr, time: at, currency: { value: EUR }, quantity: q, net: net, loyalty: ${loyalty}`;
      writeFileSync(mapping, `version: 1\nfields: { ${fields} }\n`);
      const text = (nr: number, net: string) => `nr,at,a,b,q,net\n${nr},2026-03-02 12:00,${cells.join(',')},1,${net}\n`;
      const nr = loyalty.length * 10;
      expect(await test.text('one.csv', text(nr, '1'), { mapping })).toMatchObject({ accepted: 1 });
      const { rejectFile } = await test.text('two.csv', text(nr + 1, 'x'), { mapping });
      const rejects = readFileSync(rejectFile!, 'utf8');
      expect(rejects).not.toContain('4711');
      expect(await test.text('three.csv', rejects.replace(/,x$/m, ',1'), { mapping })).toMatchObject({ accepted: 1 });
      const rows = await test.db
        .selectFrom('receipts')
        .select('loyalty')
        .where('number', 'in', [`${nr}`, `${nr + 1}`])
        .execute();
      expect(rows[0].loyalty).toBe(rows[1].loyalty);
    }
  });
});
