import { stringify } from 'csv-stringify/sync';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type Column, valueIn } from './columns.ts';

/** A form that rows leave the house in. A new one is a line here. */
export interface Format {
  type: string;
  write(columns: readonly Column[], rows: readonly unknown[]): string | Buffer;
}

const PARQUET = { number: 'DOUBLE', time: 'TIMESTAMP', text: 'STRING', boolean: 'BOOLEAN', json: 'STRING' } as const;

export const FORMATS = {
  /** RFC 4180 with a header. What a spreadsheet would take for a formula gets an apostrophe before it. */
  csv: {
    type: 'text/csv; charset=utf-8',
    write: (columns, rows) =>
      stringify(
        rows.map((row) => columns.map((column) => valueIn(row, column))),
        {
          ...{
            header: true,
            columns: columns.map(({ name }) => name),
            escape_formulas: true,
            record_delimiter: '\r\n',
          },
          cast: { boolean: String },
        },
      ),
  },
  json: {
    type: 'application/json; charset=utf-8',
    write: (columns, rows) =>
      JSON.stringify(
        rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, valueIn(row, column)]))),
      ),
  },
  parquet: {
    type: 'application/vnd.apache.parquet',
    write: (columns, rows) =>
      Buffer.from(
        parquetWriteBuffer({
          columnData: columns.map((column) => ({
            name: column.name,
            type: PARQUET[column.kind],
            nullable: true,
            data: rows.map((row) => {
              const value = valueIn(row, column);
              return value !== null && column.kind === 'time' ? new Date(value as string) : value;
            }),
          })),
        }),
      ),
  },
} as const satisfies Record<string, Format>;
