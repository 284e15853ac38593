import { describe, expect, it } from 'vitest';
import { sumPaths } from '../../../gateway/figures/path-sum.ts';
import type { PathPeriod } from '../../../gateway/store/store.ts';

const grid = { cellM: 1, columns: 3, rows: 2 };
const period = (minute: number, cells: [number, number[]][], changes: Partial<PathPeriod> = {}): PathPeriod => ({
  ...{ node: 'n', startMs: minute * 60_000, seconds: 60, ...grid, coverage: 1, unplaced: 1 },
  cells: Int32Array.from(cells.flatMap(([cell, directions]) => [cell, ...directions])),
  ...changes,
});
const ways = (counts: Record<number, number>) => Array.from({ length: 8 }, (_, i) => counts[i] ?? 0);

describe('sumPaths', () => {
  it('adds directions over periods, cell by cell', () => {
    const sum = sumPaths([period(0, [[1, ways({ 2: 3 })]]), period(1, [[1, ways({ 2: 1, 4: 5 })]])], grid, 1);
    expect(sum).toEqual({
      cells: [{ cell: 1, directions: ways({ 2: 4, 4: 5 }), suppressed: false }],
      ...{ unplaced: 2, suppressed: false, suppressedCells: 0 },
    });
  });

  const hidden = (periods: PathPeriod[]) =>
    sumPaths(periods, grid, 5)
      .cells.filter((it) => it.directions === null && it.suppressed)
      .map((it) => it.cell);
  it.each<[string, PathPeriod[], number[]]>([
    ['five one way', [period(0, [[1, ways({ 2: 5 })]])], []],
    ['two who left it three ways each may be two', [period(0, [[1, ways({ 0: 2, 2: 2, 4: 2 })]])], [1]],
    [
      'four and four in two periods may be the same four',
      [period(0, [[1, ways({ 2: 4 })]]), period(1, [[1, ways({ 2: 4 })]])],
      [1],
    ],
    ['two messages of one period are one', [period(0, [[1, ways({ 2: 3 })]]), period(0, [[1, ways({ 2: 2 })]])], []],
    ['what is taken back counts no more', [period(0, [[1, ways({ 2: 5 })]]), period(0, [[1, ways({ 2: -1 })]])], [1]],
    [
      'a single one takes the weakest with it',
      [
        period(0, [
          [1, ways({ 2: 4 })],
          [2, ways({ 2: 9 })],
          [3, ways({ 2: 7 })],
        ]),
      ],
      [1, 3],
    ],
    ['another grid is left out', [period(0, [[1, ways({ 2: 1 })]], { columns: 4 })], []],
  ])('%s', (_, periods, cells) => {
    expect(hidden(periods)).toEqual(cells);
  });
});
