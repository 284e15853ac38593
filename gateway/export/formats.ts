import { stringify } from 'csv-stringify/sync';
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { type Column, valueIn } from './columns.ts';

/** A form that rows leave the house in. A new one is a line here. */
export interface Format {
  type: string;
  /** In parts, each of which takes a few milliseconds; an empty one is work that shows later. */
  write(columns: readonly Column[], rows: Iterable<unknown>): Iterable<string | Uint8Array>;
}

const PARQUET = { number: 'DOUBLE', time: 'TIMESTAMP', text: 'STRING', boolean: 'BOOLEAN', json: 'STRING' } as const;
const ROWS_A_PART = 100;
/** Of a Parquet file: what is read at once, so a part is not as small as it could be. */
const ROWS_A_GROUP = 1000;

export const FORMATS = {
  /** RFC 4180 with a header. What a spreadsheet would take for a formula gets an apostrophe before it. */
  csv: {
    type: 'text/csv; charset=utf-8',
    *write(columns, rows) {
      const options = { escape_formulas: true, record_delimiter: '\r\n', cast: { boolean: String } } as const;
      yield stringify([], { ...options, header: true, columns: columns.map(({ name }) => name) });
      for (const part of partsOf(rows, ROWS_A_PART)) {
        yield stringify(
          part.map((row) => columns.map((column) => valueIn(row, column))),
          options,
        );
      }
    },
  },
  json: {
    type: 'application/json; charset=utf-8',
    *write(columns, rows) {
      let before = '[';
      for (const part of partsOf(rows, ROWS_A_PART)) {
        const objects = part.map((row) =>
          Object.fromEntries(columns.map((column) => [column.name, valueIn(row, column)])),
        );
        yield before + JSON.stringify(objects).slice(1, -1);
        before = ',';
      }
      yield before === '[' ? '[]' : ']';
    },
  },
  parquet: {
    type: 'application/vnd.apache.parquet',
    *write(columns, rows) {
      const about = columns.map(({ name, kind }) => ({ name, type: PARQUET[kind], nullable: true, data: [] }));
      const writer = new ByteWriter();
      const file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData: about }) });
      for (const part of partsOf(rows, ROWS_A_GROUP)) {
        const data = columns.map((column) => ({
          name: column.name,
          data: part.map((row) => parquetValue(row, column)),
        }));
        file.write({ columnData: data, rowGroupSize: part.length });
        yield new Uint8Array();
      }
      file.finish();
      yield new Uint8Array(writer.getBuffer());
    },
  },
} as const satisfies Record<string, Format>;

function parquetValue(row: unknown, column: Column) {
  const value = valueIn(row, column);
  return value !== null && column.kind === 'time' ? new Date(value as string) : value;
}

function* partsOf<T>(items: Iterable<T>, most: number): Generator<T[]> {
  let part: T[] = [];
  for (const item of items) {
    if (part.push(item) < most) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
