import { parquetReadObjects } from 'hyparquet';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf, valueIn } from '../../../gateway/export/columns.ts';
import { FORMATS } from '../../../gateway/export/formats.ts';
import { TABLES } from '../../../gateway/export/tables.ts';
import { Instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { envelope, heat, traffic, zone } from '../../support/messages.ts';

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
    expect(FORMATS.csv.write(columns, ROWS)).toBe(
      [
        'start,name,count,bounds.low,bounds.high,more.known,more.bins',
        '2026-10-01T08:00:00.000Z,"Müller, ""Tür""",3.5,1,6,true,"[1,2]"',
        "2026-10-01T09:00:00.000Z,'=1+1,,,,false,[]",
        '',
      ].join('\r\n'),
    );
  });

  it.each([[ROWS], [[]]])('as Parquet is read back as it was (%#)', async (rows) => {
    const bytes = FORMATS.parquet.write(columns, rows) as Buffer;
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
    );
  });
  afterAll(() => api.close());
  const get = (path: string) =>
    api.app.inject({ url: `/api/v1/stores/demo/export/${path}`, headers: { host: 'localhost' } });

  it.each(TABLES.map(({ name }) => name))('gives %s with a header', async (name) => {
    const answer = await get(`${name}?format=csv${name === 'zone' ? '&zone=entrance' : ''}`);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body.split('\r\n')[0].split(',').length).toBeGreaterThan(3);
  });

  it('holds the same numbers as the route', async () => {
    const [heatRow] = (await get('heat?format=json')).json();
    expect(heatRow).toMatchObject({ row: 1, column: 1, xM: 1.5, yM: 1.5, personS: 20, visits: 5, suppressed: false });
    const rows: { in: number | null }[] = (await get(`traffic?format=json&bucket=total`)).json();
    expect(rows.map((row) => row.in)).toEqual([3]);
  });

  it.each([
    ['nothing', 404, /Use one of: traffic/],
    ['zone', 404, /Name it/],
    ['traffic?from=yesterday', 400, /RFC 3339/],
    ['traffic?format=xls', 400, /must be one of csv, json, parquet/],
  ])('of %s is refused', async (path, status, reason) => {
    const answer = await get(path);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('problem+json');
    expect(answer.body).toMatch(reason);
  });
});
