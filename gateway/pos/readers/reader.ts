import type { Item } from '../intake.ts';
import type { NamedMapping } from '../mapping.ts';
import type { ReadContext } from '../transaction.ts';

export interface ReaderContext extends ReadContext {
  mapping?: NamedMapping;
  /** The name of the input, for messages. */
  name: string;
}

/** What a file holds, in the order of its lines; nothing is kept that has been handed out. */
export interface Reading {
  items: AsyncIterable<Item[]>;
  /** Head of the reject file where the file has columns; known when the first items have come. */
  columns?(): readonly string[];
  /** The mapping that was taken. */
  mapping?(): string;
}
/**
 * A format of the tills. A record that cannot be read is an item with faults; only what makes the rest unreadable
 * throws, as BAD_INPUT, after everything before it was handed out.
 */
export interface PosReader {
  kind: string;
  /** Endings of file names, without the dot. */
  endings: readonly string[];
  open(chunks: AsyncIterable<Buffer>, context: ReaderContext): Reading;
}

/** No line, record or text between two tags of an input may be longer. */
export const MAX_RECORD_BYTES = 1 << 20;
/** Items that are handed out at once. */
export const ITEMS = 500;
