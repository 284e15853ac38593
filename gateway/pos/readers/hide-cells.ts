import { hashedId, type LoyaltyHash } from '../loyalty.ts';
import { columnsOf, type Mapping } from '../mapping.ts';
import { BadCell, REJECT_COLUMNS, rowReader } from './row.ts';

/**
 * Cells as a reject file keeps them: the loyalty id hashed, and nothing in columns that the mapping does not read, which
 * may say who sat at the till. Of a line that cannot be cut into the columns of such a file nothing is kept: nobody can
 * tell where in it the id is. Where a file has none of that the answer is the line as it is.
 */
export function cellHider(
  mapping: Mapping,
  columns: readonly string[],
  name: string,
  loyalty: LoyaltyHash,
): (cells: string[] | undefined) => string[] | undefined {
  const read = new Set<string>([...columnsOf(mapping), ...REJECT_COLUMNS]);
  const unread = columns.map((column) => !read.has(column));
  const from = mapping.fields?.loyalty;
  const own = from === undefined ? [] : columnsOf({ version: 1, fields: { loyalty: from } });
  const ids = own.map((column) => columns.indexOf(column)).filter((i) => i >= 0);
  if (ids.length === 0 && !unread.includes(true)) return (cells) => cells;
  const { nothing } = mapping;
  const only: Mapping = { version: 1, ...(nothing && { nothing }), fields: { loyalty: from } };
  const readId = ids.length < own.length || ids.length === 0 ? undefined : rowReader(only, columns, name);
  return (cells) => {
    if (cells?.length !== columns.length) return [];
    const kept = cells.map((cell, i) => (unread[i] || ids.includes(i) ? '' : cell));
    const id = readId && idOf(readId, cells);
    if (id !== undefined) kept[ids[0]] = hashedId(loyalty, id);
    return kept;
  };
}

function idOf(read: ReturnType<typeof rowReader>, cells: string[]): string | undefined {
  try {
    const { loyalty } = read(cells).head;
    return loyalty === undefined ? undefined : String(loyalty);
  } catch (error) {
    if (error instanceof BadCell) return undefined;
    throw error;
  }
}
