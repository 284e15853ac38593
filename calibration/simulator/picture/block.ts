import type { Stream } from '../random/stream.ts';
import type { Package } from './packages.ts';

/** How a facing's units are stacked: side by side, one behind the other, one on the other. */
export interface Block {
  columns: number;
  rows: number;
  high: number;
}

/** A unit that is there: `row` 0 is at the front, `layer` 0 at the bottom. */
export interface Unit {
  column: number;
  row: number;
  layer: number;
}

/** What a level leaves free for goods. */
export const CLEAR_M = 0.3;
/** Packs that a unit of a facing's depth may be shared among side by side. */
const SPLITS = [1, 2, 3, 6];

/** The block that fills a place `wideM` wide with `capacity` units of that look, in columns of about its own width. */
export function blockOf(look: Package, wideM: number, facings: number, capacity: number): Block {
  const depth = Math.max(1, Math.round(capacity / facings));
  let best: Block = { columns: facings, rows: depth, high: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (const split of SPLITS) {
    if (depth % split !== 0) continue;
    const columns = facings * split;
    const pitch = wideM / columns;
    const off = pitch > look.wideM ? pitch / look.wideM : look.wideM / pitch;
    if (off >= least) continue;
    least = off;
    const behind = depth / split;
    const high = behind % 2 === 0 && 2 * look.tallM <= CLEAR_M ? 2 : 1;
    best = { columns, rows: behind / high, high };
  }
  return best;
}

/**
 * The units that `units` of a full block are, from the back to the front. Hands take from the front of a column, from the
 * top of its stack; which column comes next is drawn once for all counts, so one unit less is one unit gone.
 */
export function unitsLeft(block: Block, units: number, slides: boolean, random: Stream): Unit[] {
  const { columns, rows, high } = block;
  const left = new Array<number>(columns).fill(rows * high);
  for (let taken = columns * rows * high; taken > Math.max(0, units); taken--) {
    // Somewhat evenly: columns that have more left are taken from oftener.
    const column = random.weighted(left.map((n) => n * n));
    left[column]--;
  }
  const found: Unit[] = [];
  for (let column = 0; column < columns; column++) {
    const standing = Math.ceil(left[column] / high);
    for (let k = 0; k < left[column]; k++) {
      const fromBack = Math.floor(k / high);
      const row = slides ? standing - 1 - fromBack : rows - 1 - fromBack;
      found.push({ column, row, layer: k % high });
    }
  }
  return found.sort((a, b) => b.row - a.row || a.column - b.column || a.layer - b.layer);
}
