import type { TextLine } from './lines.ts';

/** A line of a table; several lines of the file where a quoted cell goes over their ends. */
export interface TableRecord {
  /** The line of the file that it begins with. */
  at: number;
  text: string;
  /** Undefined where it cannot be cut into cells, or was too long. */
  cells: string[] | undefined;
}

/** A quoted cell goes over no more lines: an odd quote costs its own line, not the rest of the file. */
const MOST_LINES = 10;

/**
 * Cuts lines into cells as RFC 4180 has it. Not the work of a library, since those that were tried (csv-parse 7) lose
 * everything behind a quote that is not closed, and here a bad line must not stop the others.
 */
export class Cells {
  readonly #delimiter: string;
  #open: TextLine[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  *push(lines: readonly TextLine[]): Generator<TableRecord> {
    for (const line of lines) yield* this.#line(line);
  }

  /** What is left when the file ends. */
  *end(): Generator<TableRecord> {
    while (this.#open.length > 0) yield* this.#giveUp();
  }

  *#line(line: TextLine): Generator<TableRecord> {
    if (line.text === undefined) {
      yield* this.end();
      yield { at: line.number, text: '', cells: undefined };
      return;
    }
    const text = this.#open.length === 0 ? line.text : `${this.#open.map((it) => it.text).join('\n')}\n${line.text}`;
    const cells = cut(text, this.#delimiter);
    if (cells === 'open') {
      this.#open.push(line);
      if (this.#open.length >= MOST_LINES) yield* this.#giveUp();
      return;
    }
    if (cells === 'bad' && this.#open.length > 0) {
      this.#open.push(line);
      yield* this.#giveUp();
      return;
    }
    const at = this.#open[0]?.number ?? line.number;
    this.#open = [];
    yield { at, text, cells: cells === 'bad' ? undefined : cells };
  }

  /** The first of the open lines is bad; the others are read anew. */
  *#giveUp(): Generator<TableRecord> {
    const [first, ...others] = this.#open;
    this.#open = [];
    yield { at: first.number, text: first.text!, cells: undefined };
    for (const line of others) yield* this.#line(line);
  }
}

/** The cells of a record; `open` where a quote is not closed yet, `bad` where something follows a closed one. */
export function cut(text: string, delimiter: string): string[] | 'open' | 'bad' {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; ) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      if (end < 0) {
        cells.push(text.slice(at));
        return cells;
      }
      cells.push(text.slice(at, end));
      at = end + 1;
      continue;
    }
    let close = text.indexOf('"', at + 1);
    let doubled = false;
    while (close >= 0 && text[close + 1] === '"') {
      doubled = true;
      close = text.indexOf('"', close + 2);
    }
    if (close < 0) return 'open';
    const inner = text.slice(at + 1, close);
    cells.push(doubled ? inner.replaceAll('""', '"') : inner);
    if (close + 1 === text.length) return cells;
    if (text[close + 1] !== delimiter) return 'bad';
    at = close + 2;
  }
}

/** A cell as it is written. */
export const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
