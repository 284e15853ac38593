import type { Item } from '../intake.ts';
import { type ReadContext, readTransaction } from '../transaction.ts';
import { linesOf } from './lines.ts';
import { ITEMS, type PosReader, type ReaderContext } from './reader.ts';
import { partsOf, withoutIds } from './reject-part.ts';
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
      if (text === undefined) items.push(unreadable(number, 'is longer than 1 MB', () => ''));
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
    return [unreadable(at, `is no JSON: ${reasonOf(error)}`, () => withoutIds(text, context.loyalty))];
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
  return { at, receipt, faults, raw: partsOf(value, context.loyalty) };
}

/** The parser quotes what it stumbles over; that may be anything. */
const reasonOf = (error: unknown): string => (error as Error).message.replace(/[,:]? ?(\.\.\.)?".*$/s, '');

const unreadable = (at: number, reason: string, raw: () => string): Item => ({
  at,
  faults: [{ receiptLine: null, field: 'line', reason }],
  raw,
});
