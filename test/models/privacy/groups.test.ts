import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBins } from '../../../models/privacy/groups.ts';
import { pinned } from './pinned.ts';

describe('bins of a histogram', () => {
  it.each([
    ['stay where each is empty or large', [0, 7, 0, 5, 9], [0, 7, 0, 5, 9]],
    ['are joined to the right, most to the bin that closes the group', [0, 1, 3, 6, 8], [0, 1, 1, 8, 8]],
    ['are shared out by the rule, whatever they were', [0, 4, 0, 6, 8], [0, 1, 1, 8, 8]],
    ['join what is left at the end', [6, 5, 4, 0, 1], [6, 5, 3, 1, 1]],
    ['do not say which closed a last group of less than 2k − 1', [6, 5, 1, 0, 0], [6, 4, 2, 0, 0]],
    ['are not told of fewer than k', [1, 1, 1, 1, 0], null],
    ['are not told with corrections among them', [9, -1, 0, 0, 0], null],
    ['say that there are none', [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
  ])('%s', (_, bins, shown) => {
    expect(groupBins(bins, 5)).toEqual(shown);
  });

  it('do not go to where nothing can be', () => {
    expect(groupBins([0, 0, 3, 9, 0], 5, 2)).toEqual([0, 0, 2, 10, 0]);
    expect(groupBins([0, 1, 0, 9, 6], 5, 2)).toEqual([0, 0, 2, 8, 6]);
  });

  it('keep their sum', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }), fc.integer({ min: 3, max: 8 }), (bins, k) => {
        const total = (of: readonly number[]) => of.reduce((sum, n) => sum + n, 0);
        const shown = groupBins(bins, k, 2);
        expect(shown && total(shown)).toBe(total(bins) === 0 || total(bins) >= k ? total(bins) : null);
      }),
    );
  });

  it.each([
    [3, 4, 24],
    [3, 6, 13],
    [4, 5, 18],
    [5, 4, 25],
  ])('tell who knows the rule none under k = %i (%i bins, up to %i in all)', (k, cells, most) => {
    const options = Array.from({ length: most + 1 }, (_, n) => [n]);
    const bins = (world: readonly (readonly number[])[]) => world.map(([n]) => n);
    expect(pinned({ k, cells, options, most }, (world) => groupBins(bins(world), k))).toBe(0);
    expect(pinned({ k, cells, options, most }, bins)).toBeGreaterThan(0);
  });
});
