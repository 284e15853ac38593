import { parquetReadObjects } from 'hyparquet';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf, valueIn } from '../../../gateway/export/columns.ts';
import { FORMATS } from '../../../gateway/export/formats.ts';
import type { ExportTable } from '../../../gateway/export/table.ts';
import { TABLES } from '../../../gateway/export/tables.ts';
import { Today } from '../../../models/contract/api/today.ts';
import { Instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { envelope, heat, path, traffic, zone } from '../../support/messages.ts';

const Row = Type.Object({
  start: Instant,
  name: Type.String(),
  count: Type.Union([Type.Number(), Type.Null()]),
  bounds: Type.Union([Type.Tuple([Type.Number(), Type.Number()]), Type.Null()]),
  more: Type.Object({ known: Type.Boolean(), bins: Type.Array(Type.Integer()) }),
});
const ROWS = [
  {
    start: '2026-10-01T08:00:00.000Z',
    name: 'Müller, "Tür"',
    count: 3.5,
    bounds: [1, 6],
    more: { known: true, bins: [1, 2] },
  },
  { start: '2026-10-01T09:00:00.000Z', name: '=1+1', count: null, bounds: null, more: { known: false, bins: [] } },
];
const columns = columnsOf(Row);

describe('an export', () => {
  it('has the columns of the schema', () => {
    expect(columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'start time',
      'name text',
      'count number',
      'bounds.low number',
      'bounds.high number',
      'more.known boolean',
      'more.bins json',
    ]);
    expect(columns.map((column) => valueIn(ROWS[1], column))).toEqual([
      ROWS[1].start,
      '=1+1',
      null,
      null,
      null,
      false,
      '[]',
    ]);
  });

  it('as CSV quotes what must be, leaves empty what is not known, and holds no formula', () => {
    expect([...FORMATS.csv.write(columns, ROWS)].join('')).toBe(
      [
        'start,name,count,bounds.low,bounds.high,more.known,more.bins',
        '2026-10-01T08:00:00.000Z,"Müller, ""Tür""",3.5,1,6,true,"[1,2]"',
        "2026-10-01T09:00:00.000Z,'=1+1,,,,false,[]",
        '',
      ].join('\r\n'),
    );
  });

  it('is in many parts what it is in one', () => {
    const [one] = ROWS;
    const many = Array.from({ length: 250 }, (_, count) => ({ ...one, count }));
    const json = [...FORMATS.json.write(columns, many)];
    expect(json.length).toBeGreaterThan(2);
    expect(JSON.parse(json.join('')).map(({ count }: { count: number }) => count)).toEqual(many.map((it) => it.count));
    const lines = [...FORMATS.csv.write(columns, many)].join('').split('\r\n');
    expect(lines.slice(1, -1).map((line) => /,(\d+),1,6,/.exec(line)?.[1])).toEqual(many.map((it) => `${it.count}`));
  });

  const MANY = Array.from({ length: 2500 }, (_, i) => ROWS[i % 2]);
  it.each([[ROWS], [[]], [MANY]])('as Parquet is read back as it was (%#)', async (rows) => {
    const bytes = Buffer.concat([...FORMATS.parquet.write(columns, rows)]);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read.length).toBe(rows.length);
    expect(read.map((row) => (row.start as Date).toISOString())).toEqual(rows.map(({ start }) => start));
    expect(read.map((row) => [row.name, row.count, row['bounds.high'], row['more.known']])).toEqual(
      rows.map(({ name, count, bounds, more }) => [name, count, bounds?.[1] ?? null, more.known]),
    );
  });
});

describe('the export of what is shown', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
    await feed(
      api.store,
      envelope('agg/traffic', 1, traffic(0, { in: 3, out: 1 })),
      envelope('agg/zone', 2, zone(0, { visits: 4 }, { occupancyS: 30, occupancyMax: 1 })),
      envelope('agg/heat', 3, heat(0, [[9, 20, 5]])),
      envelope('agg/path', 4, path(0, [[9, [0, 0, 4, 0, 0, 0, 0, 0]]])),
    );
    await api.tills.push('demo', [null], 'push');
  });
  afterAll(() => api.close());
  const get = (
    path: string,
    of: ExportTable['of'] = 'store',
    headers: Record<string, string> = { host: 'localhost' },
  ) => api.app.inject({ url: `/api/v1${of === 'store' ? '/stores/demo' : ''}/export/${path}`, headers });

  const MORE: Record<string, string> = {
    zone: '&zone=entrance',
    rejects: '&id=1',
    compare: '&metric=entries',
    'like-for-like': '&metric=sales',
  };

  it.each(TABLES.map(({ name, of }) => [name, of] as const))('gives %s of a %s with a header', async (name, of) => {
    const headers = await api.as('admin');
    const answer = await get(`${name}?format=csv${MORE[name] ?? ''}`, of, headers);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body.split('\r\n')[0].split(',').length).toBeGreaterThan(2);
  });

  it('is made within: who sends its header from outside is answered as ever', async () => {
    const url = '/api/v1/stores/demo/traffic?bucket=total';
    const answers = [{}, { 'x-aisle-inner': 'somebody' }].map((headers) =>
      api.app.inject({ url, headers: { host: 'localhost', ...headers } }),
    );
    const [plain, odd] = await Promise.all(answers);
    expect(odd.json()).toEqual(plain.json());
    expect(plain.json().points).toHaveLength(1);
  });

  it('holds the same numbers as the route', async () => {
    const [heatRow] = (await get('heat?format=json')).json();
    expect(heatRow).toMatchObject({ row: 1, column: 1, xM: 1.5, yM: 1.5, personS: 20, visits: 5, suppressed: false });
    const rows: { in: number | null }[] = (await get(`traffic?format=json&bucket=total`)).json();
    expect(rows.map((row) => row.in)).toEqual([3]);
  });

  it('asks for the rights of what is shown', async () => {
    for (const [name, of] of [
      ['users', 'gateway'],
      ['audit', 'gateway'],
      ['gateway-alerts', 'gateway'],
      ['imports', 'store'],
    ] as const) {
      const answer = await get(name, of, await api.as('viewer'));
      expect([name, answer.statusCode]).toEqual([name, 403]);
    }
  });

  it('has the day so far in a row, and what it lists in rows of their own', async () => {
    const [today] = (await get('today?format=json')).json();
    const shown = await api.get(Today, '/api/v1/stores/demo/today');
    expect(today).toMatchObject({
      ...{ date: shown.date, 'entries.value': 3, 'entries.interval.low': shown.entries.interval![0] },
      ...{
        'averageOnFloor.coverage': shown.averageOnFloor.coverage,
        'inside.people': null,
        'comparison.entries': null,
      },
    });
    const zones: { zone: string; visits: number }[] = (await get('today-zones?format=json')).json();
    expect(zones.map(({ zone: id, visits }) => [id, visits])).toEqual(shown.zones.map((it) => [it.zone, it.visits]));
  });

  it('has a row a cell and way, with its direction in words', async () => {
    const rows: { direction: number; towards: string; visits: number }[] = (await get('paths?format=json')).json();
    expect(rows).toMatchObject([
      { row: 1, column: 1, xM: 1.5, yM: 1.5, direction: 2, towards: 'right', visits: 4, suppressed: false },
    ]);
  });

  it('has all pages of a list', async () => {
    const rows = Array.from({ length: 1203 }, (_, i) => ({
      ...{ id: `a${i}`, store: 'demo', rule: 'r', source: 'queue-length' as const, subject: `${i}`, text: '=1+1' },
      ...{ department: 'it', severity: 'info' as const, status: 'open' as const, value: 1, threshold: 1 },
      ...{
        money_per_hour: 0,
        opened: i,
        ended: null,
        returns: 0,
        claimed_by: null,
        escalate_at: null,
        escalated: null,
      },
    }));
    for (let i = 0; i < rows.length; i += 200)
      await api.db
        .insertInto('alert')
        .values(rows.slice(i, i + 200))
        .execute();
    for (const status of ['all', 'current']) {
      const all: { id: string }[] = (await get(`alerts?format=json&status=${status}`)).json();
      expect(new Set(all.map(({ id }) => id)).size).toBe(1203);
    }
    expect((await get('alerts?department=stock')).body.split('\r\n').length).toBe(2);
  });

  it.each([
    ['nothing', 404, /Use one of: traffic/],
    ['compare', 404, /Use one of: traffic/],
    ['zone', 404, /Name it: &zone/],
    ['rejects', 404, /Name it: &id/],
    ['rejects?id=7', 403, /right to import/],
    ['traffic?from=yesterday', 400, /RFC 3339/],
    ['traffic?format=xls', 400, /must be one of csv, json, parquet/],
  ])('of %s is refused', async (path, status, reason) => {
    const answer = await get(path);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('problem+json');
    expect(answer.body).toMatch(reason);
  });
});
