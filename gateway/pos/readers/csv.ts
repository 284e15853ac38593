import { AisleError } from '../../../models/contract/errors.ts';
import type { Item } from '../intake.ts';
import { columnsOf, type Mapping, type NamedMapping } from '../mapping.ts';
import { PRESETS } from '../presets.ts';
import { StoreTime } from '../store-time.ts';
import { type Fault, type ReadContext, readTransaction } from '../transaction.ts';
import { Cells, type TableRecord } from './cells.ts';
import { cellHider } from './hide-cells.ts';
import { linesOf } from './lines.ts';
import { Positions } from './positions.ts';
import { ITEMS, type PosReader, type ReaderContext } from './reader.ts';
import { BadCell, type Row, rowReader } from './row.ts';
import { asUtf8, unpacked } from './text.ts';

/** A table with a line for each line of a receipt, or each basket, read as a mapping says. */
export const csv: PosReader = {
  kind: 'csv',
  endings: ['csv', 'tsv', 'txt'],
  open(chunks, context) {
    const table = new Table(context);
    return {
      items: table.read(chunks),
      columns: () => table.columns,
      mapping: () => table.mapping?.name ?? '',
    };
  },
};

const NONE: readonly Fault[] = [];

class Table {
  columns: string[] = [];
  mapping: NamedMapping | undefined;
  readonly #context: ReaderContext;
  readonly #positions = new Positions();
  #reads: ((cells: string[]) => Row) | undefined;
  #readsHead: ((cells: string[]) => Row) | undefined;
  #readContext: ReadContext;
  #hides: (cells: string[] | undefined) => string[] | undefined = (cells) => cells;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#readContext = context;
    this.mapping = context.mapping;
  }

  async *read(chunks: AsyncIterable<Buffer>): AsyncGenerator<Item[]> {
    const { name } = this.#context;
    const { delimiter = name.endsWith('.tsv') ? '\t' : ',', encoding = 'auto' } = this.mapping?.mapping ?? {};
    const cells = new Cells(delimiter);
    let items: Item[] = [];
    for await (const lines of linesOf(asUtf8(unpacked(chunks, name), encoding, name))) {
      for (const record of cells.push(lines)) {
        this.#take(record, items);
        if (items.length < ITEMS) continue;
        yield items;
        items = [];
      }
    }
    for (const record of cells.end()) this.#take(record, items);
    yield items;
    if (this.#reads || this.mapping?.mapping.kind === 'baskets') return;
    throw new AisleError('BAD_INPUT', `${name} holds no line`, 'Send the file again when it is written.');
  }

  #take(record: TableRecord, items: Item[]): void {
    if (record.cells?.length === 1 && record.text.trim() === '') return;
    if (this.mapping?.mapping.kind === 'baskets') items.push(basketOf(record));
    else if (this.#reads) items.push(this.#item(record));
    else this.#begin(record);
  }

  /** The first line names the columns. */
  #begin({ cells, at }: TableRecord): void {
    const { name } = this.#context;
    if (!cells) {
      throw new AisleError(
        'BAD_INPUT',
        `${name}:${at}: the head cannot be read`,
        'Let the first line name the columns.',
      );
    }
    const columns = cells.map((cell) => cell.trim());
    this.mapping ??= fitting(columns, name);
    const { mapping } = this.mapping;
    this.#reads = rowReader(mapping, columns, name);
    this.#readsHead = rowReader(headOf(mapping), columns, name);
    this.columns = columns;
    this.#hides = cellHider(mapping, columns, name, this.#context.loyalty);
    if (mapping.timeZone) this.#readContext = { ...this.#context, time: new StoreTime({ timeZone: mapping.timeZone }) };
  }

  #item({ at, text, cells }: TableRecord): Item {
    const bad = (field: string, reason: string, receiptLine: number | null = null): Item => ({
      at,
      faults: [{ receiptLine, field, reason }],
      raw: () => this.#hides(cells) ?? [text],
    });
    if (!cells) return bad('line', text === '' ? 'is longer than 1 MB' : 'has a quote that is not closed');
    if (cells.length !== this.columns.length) {
      return bad('line', `has ${cells.length} cells, the head has ${this.columns.length}`);
    }
    if (text.includes('\ufffd')) return bad('line', 'holds bytes that are no UTF-8; name the encoding in the mapping');
    let row: Row;
    try {
      row = this.#reads!(cells);
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      return bad(error.field, error.message, this.#skipped(cells));
    }
    const line = (row.line.line as number | undefined) ?? this.#positions.next(this.#receiptOf(row));
    row.line.line = line;
    row.head.lines = [row.line];
    const read = readTransaction(row.head, this.#readContext);
    if (read.receipt) read.receipt.whole = false;
    const faults = read.faults.length === 0 ? NONE : read.faults.map((fault) => ({ ...fault, receiptLine: line }));
    return { at, receipt: read.receipt, faults, raw: () => this.#hides(cells) };
  }

  /** A row that cannot be read still takes its place in the receipt, so that it finds it when it is mended. */
  #skipped(cells: string[]): number | null {
    try {
      const row = this.#readsHead!(cells);
      return (row.line.line as number | undefined) ?? this.#positions.next(this.#receiptOf(row));
    } catch (error) {
      if (error instanceof BadCell) return null;
      throw error;
    }
  }

  #receiptOf({ head }: Row): string {
    const { time } = this.#readContext;
    const tMs = head.businessDay === undefined ? time.read(String(head.time)) : undefined;
    const day = head.businessDay ?? (tMs === undefined ? head.time : time.businessDay(tMs));
    return `${day}\n${head.till}\n${head.number}`;
  }
}

/** What tells the receipt of a line, and nothing else. */
function headOf({ fields = {}, ...mapping }: Mapping): Mapping {
  const { till, number, time, businessDay, line } = fields;
  const kept = { till, number, time, ...(businessDay && { businessDay }), ...(line && { line }) };
  return { ...mapping, reject: [], variable: [], fields: kept };
}

function fitting(columns: string[], name: string): NamedMapping {
  for (const [preset, mapping] of Object.entries(PRESETS)) {
    const wanted = mapping.lenient ? ['till', 'number', 'time', 'currency', 'quantity'] : columnsOf(mapping);
    if (mapping.kind !== 'baskets' && wanted.every((column) => columns.includes(column))) {
      return { name: preset, mapping };
    }
  }
  throw new AisleError(
    'BAD_CALL',
    `${name}: no preset knows these columns: ${columns.slice(0, 30).join(', ')}`,
    `Give a mapping: ${Object.keys(PRESETS).join(', ')}, or a file.`,
  );
}

function basketOf({ at, text, cells }: TableRecord): Item {
  const items = [...new Set(cells?.map((cell) => cell.trim()).filter((cell) => cell !== ''))];
  const fault =
    items.length === 0
      ? 'has no items'
      : items.some((it) => it.length > 200)
        ? 'has an item that is too long'
        : undefined;
  if (fault) return { at, faults: [{ receiptLine: null, field: 'line', reason: fault }], raw: () => [text] };
  return { at, basket: { basket: at, items }, faults: [], raw: () => cells };
}
