import { describe, expect, it } from 'vitest';
import { blockCells, mainWays } from '../../dashboard/plan/ways.ts';
import { lengthLines } from '../../dashboard/queues/length.ts';
import type { Queues } from '../../models/contract/api/queues.ts';
import { queues } from '../support/page-ways.ts';

type Point = Queues['queues'][number]['points'][number];
const [like] = queues('normal', '2026-03-08T09:00:00Z', '2026-03-08T09:15:00Z', 'quarter').queues[0].points;
const point = (quarter: number, mean: number | null, max: number | null): Point => ({
  ...like,
  start: new Date(quarter * 900_000).toISOString(),
  seconds: 900,
  length: { mean, max },
});

describe('the line of a queue', () => {
  it('steps from quarter to quarter, breaks where nothing was seen and leaves out the hours before', () => {
    const points = [0, 1, 2].map((i) => point(i, 0, 0));
    const lines = lengthLines([...points, point(3, 1, 2), point(4, null, null), point(5, 2, 4)])!;
    expect([lines.fromMs, lines.toMs, lines.top]).toEqual([1_800_000, 5_400_000, 4]);
    expect(lines.mean).toBe('M0 100H25L25 75H50M75 50H100');
    expect(lines.max).toBe('M0 100H25L25 50H50M75 0H100');
    expect(lines.unseen).toEqual([[50, 75]]);
  });

  it.each<[string, Point[]]>([
    ['nothing came', []],
    ['nothing was seen', [point(0, null, null)]],
  ])('is none when %s', (_, points) => {
    expect(lengthLines(points)).toBeUndefined();
  });

  it('stays on the ground when nobody waited', () => {
    expect(lengthLines([point(0, 0, 0), point(1, 0, 0)])).toMatchObject({ top: 1, mean: 'M0 100H50L50 100H100' });
  });
});

describe('the main way of a place', () => {
  const ways = (counts: Record<number, number>) => Array.from({ length: 8 }, (_, i) => counts[i] ?? 0);
  const cells = [
    { cell: 0, directions: ways({ 2: 5, 6: 1 }), suppressed: false },
    { cell: 1, directions: ways({ 4: 4 }), suppressed: false },
    { cell: 5, directions: ways({ 4: 3 }), suppressed: false },
    { cell: 2, directions: null, suppressed: true },
    { cell: 3, directions: ways({}), suppressed: false },
  ];
  const paths = { cellM: 0.5, columns: 4, cells };

  it('is that in which most left it; none for what is withheld or where nobody went', () => {
    expect(mainWays(paths, 1)).toEqual([
      { xM: 0.75, yM: 0.75, direction: 4, count: 3 },
      { xM: 0.75, yM: 0.25, direction: 4, count: 4 },
      { xM: 0.25, yM: 0.25, direction: 2, count: 5 },
    ]);
  });

  it('joins cells too small for an arrow', () => {
    expect([blockCells(paths, 40, 20), blockCells(paths, 14, 20)]).toEqual([1, 3]);
    expect(mainWays(paths, 2)).toEqual([{ xM: 0.5, yM: 0.5, direction: 4, count: 7 }]);
    expect(cells[0].directions).toEqual(ways({ 2: 5, 6: 1 }));
  });
});
