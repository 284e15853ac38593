import { AisleError } from '../../models/contract/errors.ts';
import type { Pair } from '../../models/geometry/homography.ts';

/** Parses point pairs: CSV with the columns u, v (pixels), x, y (metres), by header or in that order. Throws BAD_INPUT. */
export function parsePoints(text: string, name: string): Pair[] {
  const lines = text.split(/\r?\n/);
  let columns = [0, 1, 2, 3];
  const pairs: Pair[] = [];
  let begun = false;
  lines.forEach((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const isHeader = !begun && cells.some((cell) => /^[a-z]/i.test(cell));
    begun = true;
    if (isHeader) {
      columns = ['u', 'v', 'x', 'y'].map((column) => cells.findIndex((cell) => cell.toLowerCase() === column));
      const missing = ['u', 'v', 'x', 'y'].filter((_, k) => columns[k] < 0);
      if (missing.length > 0) {
        throw new AisleError(
          'BAD_INPUT',
          `${name}:${i + 1}: no column ${missing.join(', ')}`,
          'Name the columns u,v,x,y.',
        );
      }
      return;
    }
    const [u, v, x, y] = columns.map((column) => (cells[column] ? Number(cells[column]) : Number.NaN));
    if (![u, v, x, y].every(Number.isFinite)) {
      throw new AisleError(
        'BAD_INPUT',
        `${name}:${i + 1}: u, v, x, y are not four numbers`,
        'Mend or remove that line.',
      );
    }
    pairs.push({ px: [u, v], m: [x, y] });
  });
  return pairs;
}
