import { describe, expect, it } from 'vitest';
import { empties, stateWords, worstFirst } from '../../dashboard/shelves/worst.ts';
import { hourBars } from '../../dashboard/tills/hours.ts';
import { sales, shelves } from '../support/page-shop.ts';

describe('the bars of sales', () => {
  const [like] = sales('normal', 'hour').points;
  const point = (hour: number, transactions: number | null) => ({
    ...like,
    start: new Date(hour * 3_600_000).toISOString(),
    transactions,
  });

  it('go from the first sale to the last hour that is known, with a gap where it is not', () => {
    const bars = hourBars([point(0, 0), point(1, 5), point(2, null), point(3, 20), point(4, 0), point(5, null)]);
    expect(bars.map(({ startMs, sales: n, share }) => [startMs / 3_600_000, n, share])).toEqual([
      [1, 5, 0.25],
      [2, null, null],
      [3, 20, 1],
      [4, 0, 0],
    ]);
  });

  it.each<[string, (number | null)[]]>([
    ['nothing came', []],
    ['nothing was sold', [0, 0]],
    ['nothing is known', [null, null]],
  ])('are none where %s', (_, sold) => {
    expect(hourBars(sold.map((n, i) => point(i, n)))).toEqual([]);
  });
});

describe('shelves', () => {
  const { shelves: list } = shelves('normal');

  it('come with the worst first', () => {
    expect(worstFirst(list).map((it) => it.shelf)).toEqual(['snacks-2', 'dairy-1']);
    expect(list.map((it) => it.shelf)).toEqual(['dairy-1', 'snacks-2']);
  });

  it('name the empty facings, the one that is so for the longest first', () => {
    expect(empties(list).map((it) => it.facing)).toEqual(['f9', 'f7']);
  });

  it('say in words what is there, and leave out what is not', () => {
    expect(worstFirst(list).map((it) => stateWords(it.now))).toEqual(['2 empty, 1 low, 1 full, 1 not seen', '4 full']);
  });
});
