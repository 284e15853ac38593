import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { QUARTER_MS } from './kinds.ts';
import { addRow, type Layout, maximaOf, toRow, widthOf } from './layout.ts';

/** The quarters of one name and day as doubles, each row after its number in the day, deflated: 34 kB become about 2. */
export function packDay<S extends { slot: number }>(layout: Layout<S>, dayMs: number, sums: readonly S[]): Uint8Array {
  const width = widthOf(layout) + 1;
  const rows = new Float64Array(sums.length * width);
  sums.forEach((sum, i) => {
    rows[i * width] = (sum.slot - dayMs) / QUARTER_MS;
    toRow(layout, sum, rows.subarray(i * width + 1, (i + 1) * width));
  });
  return deflateRawSync(new Uint8Array(rows.buffer), { level: 1 });
}

/** Quarters of an hour `[fromMs, toMs)`, to be added to slots of `grainMs`, whole quarters; Infinity makes one slot, 0. */
export interface Quarters {
  fromMs: number;
  toMs: number;
  grainMs: number;
}

/** Adds the quarters of a packed day. */
export function addDay<S>(
  layout: Layout<S>,
  dayMs: number,
  body: Uint8Array,
  { fromMs, toMs, grainMs }: Quarters,
  slots: Map<number, Float64Array>,
): void {
  const bytes = inflateRawSync(body);
  const rows = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const maxima = maximaOf(layout);
  const width = widthOf(layout) + 1;
  for (let at = 0; at < rows.length; at += width) {
    const startMs = dayMs + rows[at] * QUARTER_MS;
    if (startMs < fromMs || startMs >= toMs) continue;
    const slot = Number.isFinite(grainMs) ? startMs - (startMs % grainMs) : 0;
    const row = rows.subarray(at + 1, at + width);
    const into = slots.get(slot);
    if (into) addRow(maxima, into, row);
    else slots.set(slot, row.slice());
  }
}
