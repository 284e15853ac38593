import { AisleError } from '../../models/contract/errors.ts';
import type { ReferenceKind } from './kind.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const YES = new Set(['1', 'true', 'yes', 'y', 'x']);
const NO = new Set(['0', 'false', 'no', 'n']);
/** What a reject file has in front of its own columns. */
export const REJECT_COLUMNS = ['aisle_line', 'aisle_field', 'aisle_reason'] as const;

type Cell = (text: string) => unknown;

/** Turns the cells of a table into the fields of a kind; a cell that does not fit stays the text that it is. */
export class CellReader {
  readonly ignored: string[] = [];
  readonly #columns: { name: string; index: number; read: Cell }[] = [];

  /** Throws BAD_INPUT at a head that this kind cannot do with. */
  constructor(kind: ReferenceKind, columns: readonly string[], name: string, decimal: '.' | ',') {
    const properties = kind.row.properties;
    const fields = new Map(Object.keys(properties).map((field) => [plain(field), field]));
    for (const [index, column] of columns.entries()) {
      const field = fields.get(plain(column));
      if (field === undefined) {
        this.#other(kind, column, name);
        continue;
      }
      if (this.#columns.some((it) => it.name === field))
        throw bad(name, `has two columns ${field}`, 'Keep one of them.');
      this.#columns.push({ name: field, index, read: cellOf(properties[field].type ?? 'string', decimal) });
    }
    if (this.#columns.length > 0) return;
    const has = columns.slice(0, 30).join(', ').slice(0, 300);
    throw bad(
      name,
      `has no column of ${kind.name}; it has: ${has}`,
      `Its columns are: ${Object.keys(properties).join(', ')}.`,
    );
  }

  read(cells: readonly string[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const { name, index, read } of this.#columns) {
      const text = cells[index].trim();
      if (text !== '') row[name] = read(text);
    }
    return row;
  }

  #other(kind: ReferenceKind, column: string, name: string): void {
    const reason = kind.refuses?.(column);
    if (reason !== undefined) throw bad(name, `its column ${column.slice(0, 80)} ${reason}`, 'Take the column out.');
    if (column !== '' && !(REJECT_COLUMNS as readonly string[]).includes(column))
      this.ignored.push(column.slice(0, 80));
  }
}

const bad = (name: string, reason: string, fix: string) => new AisleError('BAD_INPUT', `${name} ${reason}`, fix);

/** Case, spaces and underscores do not tell two columns apart. */
const plain = (column: string) => column.toLowerCase().replace(/[\s_-]/g, '');

function cellOf(type: string, decimal: '.' | ','): Cell {
  const number: Cell = (text) => {
    const written = decimal === ',' ? text.replace(',', '.') : text;
    return NUMBER.test(written) ? Number(written) : text;
  };
  if (type === 'number' || type === 'integer') return number;
  if (type === 'array') return (text) => text.split(/[\s;|]+/).map(number);
  if (type !== 'boolean') return (text) => text;
  return (text) => (YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : text);
}
