import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDigit } from '../../../models/contract/gtin.ts';
import { ALWAYS, spanSums, type TestSales, testSales } from '../../support/sales.ts';

let test: TestSales;
beforeAll(async () => {
  test = await testSales();
});
afterAll(() => test.close());

const HEAD = 'till,number,line,time,currency,sku,quantity,net';
let numbers = 0;
/** Lines of a receipt of its own each. */
const row = (changes: Partial<Record<'time' | 'sku' | 'quantity' | 'net', string>> = {}) => {
  const it = { time: '2026-03-01 12:00:00', sku: 'a', quantity: '1', net: '1.50', ...changes };
  return `1,${++numbers},1,${it.time},EUR,${it.sku},${it.quantity},${it.net}`;
};
const counts = (accepted: number, duplicates: number, rejected: number) => ({ accepted, duplicates, rejected });

it('takes the good lines and writes the bad ones with line, field and reason, to be mended and sent again', async () => {
  const lines = [
    row(),
    row({ quantity: 'two' }),
    row({ net: '1.005' }),
    row({ time: '2026-02-30 10:00' }),
    '1,2',
    `"${row()}`,
  ];
  const result = await test.text('bad.csv', [HEAD, ...lines, row(), ''].join('\n'));
  expect(result).toMatchObject(counts(2, 0, 5));
  const rejects = readFileSync(result.rejectFile!, 'utf8');
  expect(rejects.split('\n').map((it) => it.split(',').slice(0, 3))).toEqual([
    ['aisle_line', 'aisle_receipt_line', 'aisle_field'],
    ['3', '1', 'quantity'],
    ['4', '1', 'net'],
    ['5', '1', 'time'],
    ['6', '', 'line'],
    ['7', '', 'line'],
    [''],
  ]);
  expect(statSync(result.rejectFile!).mode & 0o077).toBe(0);
  expect((await test.sales.rejects('demo', result.importId)).rejects).toHaveLength(5);
  const mended = rejects
    .split('\n')
    .slice(0, 3)
    .join('\n')
    .replace(',two,', ',2,')
    .replace(/,1\.005$/m, ',1.01');
  const before = (await spanSums(test.sales, ALWAYS))[0].net;
  expect(await test.text('mended.csv', mended)).toMatchObject(counts(2, 0, 0));
  expect((await spanSums(test.sales, ALWAYS))[0].net - before).toBe(150 + 101);
});

it.each<[string, (text: string) => Buffer]>([
  ['a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['Windows line ends', (text) => Buffer.from(text.replaceAll('\n', '\r\n'))],
  ['Latin-1', (text) => Buffer.from(text, 'latin1')],
  ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 with the high byte first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-16 with the high byte first, without a mark', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['gzip', (text) => gzipSync(text)],
])('reads %s', async (_, made) => {
  const name = row({ sku: '"Käse, ""alt"""' });
  expect(await test.text('form.csv', made(`${HEAD}\n${name}\n`))).toMatchObject(counts(1, 0, 0));
  const found = await test.db.selectFrom('receipt_lines').select('sku').orderBy('receipt', 'desc').executeTakeFirst();
  expect(found?.sku).toBe('Käse, "alt"');
});

it('takes a quoted cell over several lines, and lets an odd quote cost its own line alone', async () => {
  const two = row({ sku: '"one\ntwo"' });
  const odd = row({ sku: '"odd' });
  const text = [HEAD, two, odd, ...Array.from({ length: 30 }, () => row())].join('\n');
  const result = await test.text('quotes.csv', text);
  expect(result).toMatchObject(counts(31, 0, 1));
  expect((await test.sales.rejects('demo', result.importId)).rejects).toMatchObject([{ line: 4, field: 'line' }]);
});

it('lets go of a line that does not end, and goes on behind it', async () => {
  const path = join(test.folder, 'long.csv');
  const file = await open(path, 'w');
  await file.write(`${HEAD}\n${row()}\n`);
  const part = Buffer.alloc(1 << 20, 120);
  for (let i = 0; i < 64; i++) await file.write(part);
  await file.write(`\n${row()}\n`);
  await file.close();
  const before = process.memoryUsage().rss;
  expect(await test.file(path)).toMatchObject(counts(2, 0, 1));
  expect(process.memoryUsage().rss - before).toBeLessThan(48 << 20);
});

it.each<[string, string | Buffer, object, RegExp]>([
  ['empty.csv', '', {}, /is empty/],
  ['binary.csv', Buffer.from([1, 0, 2, 0, 0, 0]), {}, /no text file/],
  ['sheet.csv', Buffer.from('PK\x03\x04\0\0\0\0'), {}, /zip archive, or a spreadsheet/],
  ['blank.csv', '\n\n', {}, /^blank.csv holds no line$/],
  ['cut.csv.gz', gzipSync('a'.repeat(9999)).subarray(0, 20), {}, /damaged gzip/],
  ['head.csv', 'a,b\n1,2\n', {}, /no preset knows these columns: a, b/],
  ['column.csv', 'Date,Time\n1,2\n', { mapping: 'bakery' }, /has no column Transaction/],
  ['what.pdf', 'x', {}, /does not tell its format/],
  ['map.csv', 'x\n', { mapping: 'nobody' }, /there is no mapping nobody/],
  ['map2.csv', 'x\n', { mapping: '/etc/passwd' }, /must be object/],
])('says what is wrong with %s', async (name, content, order, message) => {
  await expect(test.text(name, content, order)).rejects.toThrow(message);
});

it('says what is wrong with a folder and with what is not there', async () => {
  await mkdir(join(test.folder, 'folder.csv'));
  await expect(test.file(join(test.folder, 'folder.csv'))).rejects.toThrow(/is a folder/);
  await expect(test.file(join(test.folder, 'none.csv'))).rejects.toThrow(/there is no file .*none.csv/);
});

it('reads NDJSON with bad lines between good ones, and the rejects again', async () => {
  const sale = (number: number, net: unknown) => ({
    ...{ till: '7', number, time: '2026-03-01T12:00:00Z', currency: 'EUR', operator: 'Jane', loyalty: 'card-1' },
    lines: [
      { quantity: 1, net: 1 },
      { quantity: 1, net },
    ],
  });
  const text = [sale(1, 2), '{"till":', sale(2, 'x'), 5, { transactions: [sale(3, 1), sale(4, 1)] }, '']
    .map((it) => (typeof it === 'string' ? it : JSON.stringify(it)))
    .join('\n');
  const result = await test.text('sales.ndjson', text);
  expect(result).toMatchObject(counts(7, 0, 3));
  const rejects = readFileSync(result.rejectFile!, 'utf8');
  expect(rejects).not.toContain('Jane');
  const one = JSON.parse(rejects.split('\n').find((it) => it.includes('"line":3'))!);
  expect(one.raw.lines).toEqual([{ line: 2, quantity: 1, net: 'x' }]);
  const mended = rejects
    .split('\n')
    .find((it) => it.includes('"net":"x"'))!
    .replace('"x"', '2');
  expect(await test.text('mended.ndjson', `${mended}\n`)).toMatchObject(counts(1, 0, 0));
});

it('takes prices and weights out of a store’s own barcodes', async () => {
  const mapping = join(test.folder, 'scales.yaml');
  writeFileSync(
    mapping,
    `version: 1
delimiter: ";"
decimal: ","
variable: [{ prefix: "21", holds: weight, decimals: 3 }, { prefix: "22", holds: price, decimals: 2 }]
fields: { till: till, number: nr, time: at, currency: { value: EUR }, gtin: code, quantity: pieces, net: paid }
`,
  );
  const code = (digits: string) => digits + checkDigit(digits);
  // 2112345 01234 x: 1.234 kg; 2254321 00499 x: 4.99.
  const text = `till;nr;at;code;pieces;paid\nA;1;2026-03-01 10:00;${code('211234501234')};1;1.002,50\nA;2;2026-03-01 10:00;${code('225432100499')};1;\nA;3;2026-03-01 10:00;4006381333932;1;1,00\n`;

  const result = await test.text('scales.csv', text, { mapping });
  expect(result).toMatchObject(counts(2, 0, 1));
  const lines = await test.db
    .selectFrom('receipt_lines')
    .innerJoin('receipts', 'receipts.id', 'receipt')
    .select(['sku', 'quantity', 'unit', 'receipt_lines.net as net'])
    .where('till', '=', 'A')
    .orderBy('receipts.number')
    .execute();
  expect(lines).toEqual([
    { sku: '2112345000000', quantity: 1.234, unit: 'kg', net: 100_250 },
    { sku: '2254321000000', quantity: 1, unit: 'each', net: 499 },
  ]);
});

/** Rows of which anything may be wrong. */
const anyRow = fc.record({
  number: fc.integer({ min: 1, max: 4 }).map(String),
  line: fc.oneof(fc.integer({ min: 1, max: 3 }).map(String), fc.constant('')),
  time: fc.constantFrom('2026-03-01 12:00:00', '2026-03-29 02:30', 'noon', ''),
  quantity: fc.oneof(
    { weight: 4, arbitrary: fc.constant('1') },
    { weight: 1, arbitrary: fc.constantFrom('-1', 'x', '') },
  ),
  net: fc.oneof(
    fc.constantFrom('1', '2.5', '', '1e3'),
    fc.string({ maxLength: 5 }).filter((it) => !/[\r\n]/.test(it)),
  ),
});

it('accounts for every line, and a second import changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 25 }), fc.integer({ min: 1, max: 9 }), async (rows, batchLines) => {
      const own = await testSales();
      try {
        const text = rows.map((it) => `1,${it.number},${it.line},${it.time},EUR,a,${it.quantity},${it.net}`);
        const content = [HEAD, ...text].join('\n');
        // An odd quote at the end of a line may join it to the next: then one record is two lines of the file.
        fc.pre(!content.includes('"'));
        const first = await own.text('any.csv', content, { batchLines });
        expect(first.accepted + first.duplicates + first.rejected).toBe(rows.length);
        const state = await own.state();
        const second = await own.text('again.csv', content);
        expect(second).toMatchObject({ accepted: 0, rejected: first.rejected });
        expect(await own.state()).toEqual(state);
        const stored = await own.db.selectFrom('receipt_lines').select('line').execute();
        expect(stored.length).toBe(first.accepted);
      } finally {
        await own.close();
      }
    }),
    { numRuns: 12 },
  );
});
