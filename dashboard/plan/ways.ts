import type { Paths } from '../../models/contract/api/paths.ts';

/** Which way most went on from a block of cells. Position in metres. */
export interface Way {
  xM: number;
  yM: number;
  /** Eighths of a turn clockwise from up. */
  direction: number;
  count: number;
}

/** Cells a side of a block, so that an arrow has `minPx` to be read by. */
export const blockCells = (paths: Pick<Paths, 'cellM'>, pxPerM: number, minPx: number): number =>
  Math.max(1, Math.ceil(minPx / (paths.cellM * pxPerM)));

/** The main direction of every block of which ways are published; the busiest last, to be drawn on top. */
export function mainWays(paths: Pick<Paths, 'cellM' | 'columns' | 'cells'>, block: number): Way[] {
  const blocks = new Map<number, number[]>();
  const across = Math.ceil(paths.columns / block);
  for (const { cell, directions } of paths.cells) {
    if (directions === null) continue;
    const column = Math.floor((cell % paths.columns) / block);
    const row = Math.floor(cell / paths.columns / block);
    const key = row * across + column;
    const sums = blocks.get(key);
    blocks.set(key, sums ? sums.map((n, i) => n + (directions[i] ?? 0)) : directions.map((n) => n ?? 0));
  }
  const middleM = (n: number): number => (n + 0.5) * block * paths.cellM;
  return [...blocks]
    .map(([key, sums]) => {
      const count = Math.max(...sums);
      const at = { xM: middleM(key % across), yM: middleM(Math.floor(key / across)) };
      return { ...at, direction: sums.indexOf(count), count };
    })
    .filter((it) => it.count > 0)
    .sort((a, b) => a.count - b.count);
}
