import { describe, expect, it } from 'vitest';
import { hidePairs, type Pair, pairKey } from '../../../models/privacy/table.ts';
import { pinned } from './pinned.ts';

const pairsOf = (places: string): Omit<Pair, 'count'>[] =>
  [...places].flatMap((from) => [...places].flatMap((to) => (from === to ? [] : [{ from, to }])));

/** The hour of a tiny store as it is published: shown pairs, and how many are in none, the node's own among them. */
function publish(pairs: readonly Omit<Pair, 'count'>[], k: number, zeros: boolean) {
  return (world: readonly (readonly number[])[]) => {
    const table = pairs.map((pair, i) => ({ ...pair, count: world[i][0] })).filter(({ count }) => count > 0);
    const { hidden, all } = hidePairs(table, k);
    const shown = all ? [] : table.filter((it) => it.count >= k && !hidden.has(pairKey(it.from, it.to)));
    const total = world.reduce((sum, [n]) => sum + n, 0);
    const left = total - shown.reduce((sum, { count }) => sum + count, 0);
    return [shown, left >= k ? left : null, zeros && [all, ...hidden]];
  };
}

describe('who knows the rule and sees the ways of an hour in a tiny store', () => {
  it.each([
    [3, 'abc', pairsOf('abc'), 10],
    [4, 'abc', pairsOf('abc'), 12],
    [3, 'abcd', pairsOf('abcd').filter(({ from, to }) => from < to || (from === 'c' && to === 'a')), 11],
    [3, 'abcd', pairsOf('abcd').filter(({ from, to }) => from < 'c' !== to < 'c'), 9],
  ])('learns no pair under k = %i of the places %s', (k, _, pairs, most) => {
    // One more cell: what the node itself has put in no pair, as every node does with fewer than three.
    const worlds = { k, cells: pairs.length + 1, options: Array.from({ length: most + 1 }, (_, n) => [n]), most };
    const secrets = (world: readonly (readonly number[])[]) => world.slice(0, pairs.length).flat();
    expect(pinned(worlds, publish(pairs, k, false), secrets)).toBe(0);
  });

  it('would learn some if a pair that is hidden were told apart from one that nobody took', () => {
    const pairs = pairsOf('abcd').filter(({ from, to }) => from < 'c' !== to < 'c');
    const worlds = { k: 3, cells: pairs.length, options: Array.from({ length: 7 }, (_, n) => [n]), most: 9 };
    expect(pinned(worlds, publish(pairs, 3, true))).toBeGreaterThan(0);
  });
});
