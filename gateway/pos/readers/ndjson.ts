import { PosHead, PosLine } from '../../../models/contract/pos.ts';
import type { Item } from '../intake.ts';
import { type Fault, type ReadContext, readTransaction } from '../transaction.ts';
import { linesOf } from './lines.ts';
import { ITEMS, type PosReader, type ReaderContext } from './reader.ts';
import { asUtf8, unpacked } from './text.ts';

/** One transaction of the contract a line; also `{"transactions": […]}`, and a line of a reject file (`raw`). */
export const ndjson: PosReader = {
  kind: 'ndjson',
  endings: ['ndjson', 'jsonl', 'json'],
  open: (chunks, context) => ({ items: read(chunks, context) }),
};

async function* read(chunks: AsyncIterable<Buffer>, context: ReaderContext): AsyncGenerator<Item[]> {
  let items: Item[] = [];
  for await (const lines of linesOf(asUtf8(unpacked(chunks, context.name), 'auto', context.name))) {
    for (const { text, number } of lines) {
      if (text === undefined) items.push(unreadable(number, 'is longer than 1 MB', ''));
      else if (text.trim() !== '') items.push(...readLine(text, number, context));
      if (items.length < ITEMS) continue;
      yield items;
      items = [];
    }
  }
  yield items;
}

function readLine(text: string, at: number, context: ReadContext): Item[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [unreadable(at, `is no JSON: ${(error as Error).message}`, text)];
  }
  const { raw, reason, transactions } = (value ?? {}) as { raw?: unknown; reason?: unknown; transactions?: unknown };
  if (raw !== undefined && reason !== undefined) {
    return typeof raw === 'string' ? readLine(raw, at, context) : [transactionItem(raw, at, context)];
  }
  const list = Array.isArray(value) ? value : Array.isArray(transactions) ? transactions : [value];
  return list.map((it) => transactionItem(it, at, context));
}

/** A transaction as an item; what is rejected of it is written with its lines at fault alone. */
export function transactionItem(value: unknown, at: number, context: ReadContext): Item {
  const { receipt, faults } = readTransaction(value, context);
  return { at, receipt, faults, raw: (fault) => part(value, fault) };
}

const unreadable = (at: number, reason: string, text: string): Item => ({
  at,
  faults: [{ receiptLine: null, field: 'line', reason }],
  raw: () => text,
});

const HEAD = Object.keys(PosHead.properties).filter((name) => name !== 'net');
const LINE = Object.keys(PosLine.properties);

/** The head and the line of a fault, with the fields of the contract alone: who sat at the till stays out. */
function part(value: unknown, fault: Fault): unknown {
  if (value === null || typeof value !== 'object') return value;
  const { lines } = value as { lines?: unknown };
  const kept = pick(value, HEAD);
  if (!Array.isArray(lines)) return kept;
  const own = lines
    .map((line, i) => ({ line, number: numberOf(line, i) }))
    .filter(({ number }) => number === fault.receiptLine)
    .map(({ line, number }) =>
      line !== null && typeof line === 'object' ? { ...pick(line, LINE), line: number } : line,
    );
  return { ...kept, lines: own };
}

const numberOf = (line: unknown, i: number): number => {
  const number = (line as { line?: unknown } | null)?.line;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : i + 1;
};

const pick = (value: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
