import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATA, missing } from '../../support/data.ts';
import { STORE } from '../../support/messages.ts';
import { ALWAYS, spanSums, type TestSales, testSales } from '../../support/sales.ts';

// The sums are made here by plain splitting, so that they share no code with the import.
const retail = join(DATA, 'retail');
const reason = missing(retail);
const why = reason ? ` (skipped: ${reason}, see AISLE_DATA)` : '';

let test: TestSales;
beforeEach(async () => {
  test = await testSales();
});
afterEach(() => test.close());

describe.skipIf(reason !== undefined)(`real till lines${why}`, () => {
  it('of a bakery without prices: every repeated line is kept, NONE is rejected and comes back mended', async () => {
    const path = join(retail, 'bakery', 'BreadBasket_DMS.csv');
    const rows = readFileSync(path, 'utf8').trim().split('\n').slice(1);
    const good = rows.filter((row) => !row.trimEnd().endsWith(',NONE'));
    const first = await test.file(path, { mapping: 'bakery' });
    expect(first).toMatchObject({ accepted: good.length, duplicates: 0, rejected: rows.length - good.length });
    expect(first).toMatchObject({ accepted: 20_507, rejected: 786 });
    const state = await test.state();
    const again = await test.file(path);
    expect(again).toMatchObject({ accepted: 0, duplicates: 20_507, rejected: 786 });
    expect(await test.state()).toEqual(state);
    const [sum] = await spanSums(test.sales, ALWAYS);
    const receipts = new Set(good.map((row) => row.split(',')[2])).size;
    expect(sum).toMatchObject({ receipts, unpriced: receipts, sales: 0, net: 0, items: good.length, currency: 'GBP' });
    const rejects = readFileSync(first.rejectFile!, 'utf8');
    const mended = await test.text('mended.csv', rejects.replaceAll(/,NONE$/gm, ',Roll'), { mapping: 'bakery' });
    expect(mended).toMatchObject({ accepted: 786, duplicates: 0, rejected: 0 });
    const last = await test.text('late.csv', rejects.replaceAll(/,NONE$/gm, ',Roll'), { mapping: 'bakery' });
    expect(last).toMatchObject({ accepted: 0, duplicates: 786 });
  }, 60_000);

  it('of the Complete Journey: totals are those of the file, and a second import changes nothing', async () => {
    const path = join(retail, 'complete-journey', 'transactions_sample.csv.gz');
    const rows = gunzipSync(readFileSync(path)).toString().replaceAll('"', '').trim().split('\n').slice(1);
    const cells = rows.map((row) => row.split(','));
    const cents = (text: string) => Math.round(Number(text) * 100);
    const net = cells.reduce((sum, row) => sum + cents(row[5]), 0);
    const baskets = new Map<string, number>();
    for (const row of cells) baskets.set(row[2], (baskets.get(row[2]) ?? 0) + cents(row[5]));
    const items = cells.reduce((sum, row) => sum + Number(row[4]), 0);
    expect(await test.file(path)).toMatchObject({ accepted: 75_000, duplicates: 0, rejected: 0, rejectFile: null });
    const [sum] = await spanSums(test.sales, ALWAYS);
    const sales = [...baskets.values()].filter((basket) => basket > 0).length;
    expect(sum).toMatchObject({ currency: 'USD', receipts: baskets.size, sales, net, items, unpriced: 0, returned: 0 });
    const byDay = new Map<string, number>();
    for (const row of cells) byDay.set(row[10].slice(0, 10), (byDay.get(row[10].slice(0, 10)) ?? 0) + cents(row[5]));
    const days = await test.sales.businessDays(STORE, '2000-01-01', '2100-01-01');
    expect(new Map(days.map((day) => [day.day, day.net]))).toEqual(byDay);
    expect(await test.file(path)).toMatchObject({ accepted: 0, duplicates: 75_000, rejected: 0 });
    expect((await spanSums(test.sales, ALWAYS))[0]).toEqual(sum);
    const cards = await test.db.selectFrom('receipts').select('loyalty').distinct().execute();
    expect(cards.length).toBe(new Set(cells.map((row) => row[0])).size);
    expect(cards.every((card) => /^[\w-]{22}$/.test(card.loyalty!))).toBe(true);
  }, 120_000);

  it('of baskets alone: what was bought together, and no sales', async () => {
    const path = join(retail, 'groceries', 'groceries.csv');
    const rows = readFileSync(path, 'utf8').trim().split('\n');
    expect(await test.file(path, { mapping: 'groceries' })).toMatchObject({ accepted: rows.length, rejected: 0 });
    expect(await test.file(path, { mapping: 'groceries' })).toMatchObject({ accepted: 0, duplicates: rows.length });
    const milk = rows.filter((row) => row.split(',').some((item) => item.trim() === 'whole milk')).length;
    const found = await test.db.selectFrom('baskets').select('basket').where('item', '=', 'whole milk').execute();
    expect(found.length).toBe(milk);
    expect(await spanSums(test.sales, ALWAYS)).toEqual([]);
  });
});
