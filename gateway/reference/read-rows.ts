import { AisleError } from '../../models/contract/errors.ts';
import { Cells, type TableRecord } from '../pos/readers/cells.ts';
import { linesOf } from '../pos/readers/lines.ts';
import { asUtf8, unpacked } from '../pos/readers/text.ts';
import { CellReader } from './cells.ts';
import { jsonText } from './json-text.ts';
import type { ReferenceKind } from './kind.ts';

/** A row as a file has it. `raw` is what the reject file shows: cells of a table, else JSON. */
export interface RawRow {
  line: number;
  value?: unknown;
  /** It cannot be read at all. */
  fault?: string;
  raw(): readonly string[] | string;
}

/** What a file holds, some rows at a time. `columns` and `ignored` are known when the first have come. */
export interface RowReading {
  rows: AsyncIterable<RawRow[]>;
  columns: readonly string[];
  ignored: readonly string[];
}

/** A whole JSON document is held in memory; larger ones come as NDJSON or CSV. */
const MOST_DOCUMENT_BYTES = 32 << 20;
const TABLE = /\.(csv|tsv|txt)(\.gz)?$/i;
const LINES = /\.(ndjson|jsonl)(\.gz)?$/i;
const DOCUMENT = /\.json(\.gz)?$/i;

/** Reads CSV, NDJSON or a JSON document, by the ending of the name. Throws BAD_INPUT at what is no such file. */
export function readRows(
  chunks: AsyncIterable<Buffer>,
  kind: ReferenceKind,
  name: string,
  mostUnpackedBytes?: number,
): RowReading {
  const text = asUtf8(unpacked(chunks, name, mostUnpackedBytes), 'auto', name);
  if (TABLE.test(name)) return new Table(text, kind, name);
  if (!DOCUMENT.test(name) && !LINES.test(name)) {
    const fix = 'Let its name end with .csv, .tsv, .txt, .json, .ndjson or .jsonl, or with one of them and .gz.';
    throw new AisleError('BAD_CALL', `${name} does not tell what it is by its ending`, fix);
  }
  const rows = DOCUMENT.test(name) ? documentRows(text, kind, name) : jsonLines(text, kind);
  return { rows, columns: [], ignored: [] };
}

class Table implements RowReading {
  columns: string[] = [];
  readonly rows: AsyncIterable<RawRow[]>;
  #cells: Cells | undefined;
  #reader: CellReader | undefined;

  constructor(text: AsyncIterable<Buffer>, kind: ReferenceKind, name: string) {
    this.rows = this.#read(text, kind, name);
  }

  get ignored(): readonly string[] {
    return this.#reader?.ignored ?? [];
  }

  async *#read(text: AsyncIterable<Buffer>, kind: ReferenceKind, name: string): AsyncGenerator<RawRow[]> {
    for await (const lines of linesOf(text)) {
      const first = lines[0]?.text ?? '';
      this.#cells ??= new Cells(delimiterOf(first));
      yield [...this.#cells.push(lines)].flatMap((record) => this.#row(record, kind, name));
    }
    if (this.#cells) yield [...this.#cells.end()].flatMap((record) => this.#row(record, kind, name));
    if (this.#reader) return;
    throw new AisleError(
      'BAD_INPUT',
      `${name} holds no line`,
      'Send it again when it is written: a head, rows below it.',
    );
  }

  #row({ at, text, cells }: TableRecord, kind: ReferenceKind, name: string): RawRow[] {
    if (cells?.length === 1 && text.trim() === '') return [];
    const raw = () => cells ?? [text];
    if (!this.#reader) {
      if (!cells)
        throw new AisleError('BAD_INPUT', `${name}:${at}: the head cannot be read`, 'Name the columns first.');
      this.columns = cells.map((cell) => cell.trim());
      this.#reader = new CellReader(kind, this.columns, name, delimiterOf(text) === ';' ? ',' : '.');
      return [];
    }
    const fault = !cells
      ? text === ''
        ? 'is longer than 1 MB'
        : 'has a quote that is not closed'
      : cells.length !== this.columns.length
        ? `has ${cells.length} cells, the head has ${this.columns.length}`
        : text.includes('\ufffd')
          ? 'holds bytes that are no UTF-8'
          : undefined;
    return [fault === undefined ? { line: at, value: this.#reader.read(cells!), raw } : { line: at, fault, raw }];
  }
}

/** What parts the head's columns: the commonest of comma, semicolon and tab. */
function delimiterOf(head: string): string {
  const count = (it: string) => head.split(it).length;
  return [',', ';', '\t'].reduce((best, it) => (count(it) > count(best) ? it : best));
}

async function* jsonLines(text: AsyncIterable<Buffer>, kind: ReferenceKind): AsyncGenerator<RawRow[]> {
  for await (const lines of linesOf(text)) {
    yield lines.flatMap(({ number, text: line }): RawRow[] => {
      if (line === undefined) return [{ line: number, fault: 'is longer than 1 MB', raw: () => '' }];
      return line.trim() === '' ? [] : jsonLine(line, number, kind);
    });
  }
}

function jsonLine(text: string, line: number, kind: ReferenceKind): RawRow[] {
  try {
    return rowsOf(JSON.parse(text), line, kind);
  } catch (error) {
    return [{ line, fault: `is no JSON: ${(error as Error).message.slice(0, 200)}`, raw: () => text.slice(0, 2000) }];
  }
}

/** One document: a list, `{ "rows": [ … ] }`, or what the kind unpacks. A file of lines is read as such. */
async function* documentRows(text: AsyncIterable<Buffer>, kind: ReferenceKind, name: string): AsyncGenerator<RawRow[]> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of text) {
    bytes += part.length;
    if (bytes > MOST_DOCUMENT_BYTES) {
      const fix = 'Send a larger one as CSV, or as NDJSON: a row a line.';
      throw new AisleError('BAD_INPUT', `${name} is a JSON document of more than 32 MB`, fix);
    }
    parts.push(part);
  }
  const whole = Buffer.concat(parts).toString('utf8');
  let document: unknown;
  try {
    document = JSON.parse(whole);
  } catch (cause) {
    const lines = whole.split('\n').filter((line) => line.trim() !== '');
    if (lines.length > 1 && isJson(lines[0])) {
      yield whole.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : jsonLine(line, i + 1, kind)));
      return;
    }
    const reason = (cause as Error).message.slice(0, 200);
    throw new AisleError('BAD_INPUT', `${name} is no JSON: ${reason}`, 'Send a whole document.', { cause });
  }
  yield rowsOf(document, 0, kind);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `line` 0: rows count from 1, as their places in the document. */
function rowsOf(value: unknown, line: number, kind: ReferenceKind): RawRow[] {
  const it = unwrapped(value);
  const { rows } = (it ?? {}) as { rows?: unknown };
  const list = Array.isArray(it) ? it : Array.isArray(rows) ? rows : (kind.unpack?.(it) ?? [it]);
  return list.map((row, i) => ({ line: line === 0 ? i + 1 : line, value: row, raw: () => rawOf(row, kind) }));
}

/** A line of a reject file holds the row that it is about. */
function unwrapped(value: unknown): unknown {
  const { raw, reason } = (value ?? {}) as { raw?: unknown; reason?: unknown };
  if (raw === undefined || typeof reason !== 'string') return value;
  return typeof raw === 'string' ? JSON.parse(raw) : raw;
}

/** Of a kind that refuses columns, only its own fields are ever written down. */
export function rawOf(value: unknown, kind: ReferenceKind): string {
  if (!kind.refuses || value === null || typeof value !== 'object') return jsonText(value);
  const fields = Object.keys(kind.row.properties);
  return jsonText(Object.fromEntries(Object.entries(value).filter(([name]) => fields.includes(name))));
}
