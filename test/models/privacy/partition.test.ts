import { describe, expect, it } from 'vitest';
import { type Counts, protectDay, protectHour, threshold } from '../../../models/privacy/partition.ts';

const quarters = (...visits: number[]): Counts[] => visits.map((n) => [n]);

describe('an hour', () => {
  it.each([
    ['is published quarter by quarter where none is small', [5, 9, 0, 7], true, [true, true, true, true]],
    ['hides the half hour of a small one', [6, 3, 0, 7], true, [false, false, true, true]],
    ['hides both half hours where both have a small one', [3, 4, 8, 1], true, [false, false, false, false]],
    ['hides all where a half hour is small itself', [9, 9, 3, 0], true, [false, false, false, false]],
    ['is not published when it is small itself', [1, 0, 2, 1], false, [false, false, false, false]],
    ['takes a negative count for a small one', [-1, 9, 9, 9], true, [false, false, true, true]],
  ])('%s', (_, visits, whole, alone) => {
    expect(protectHour(quarters(...visits), 5)).toEqual({ whole, quarters: alone });
  });

  it('minds what else is counted of the same people', () => {
    const busy = [9, 9];
    expect(protectHour([[9, 0], [9, 2], busy, busy], 5)).toEqual({
      whole: true,
      quarters: [false, false, false, false],
    });
    expect(protectHour([[0, 3], busy, busy, busy], 5)).toEqual({ whole: true, quarters: [false, false, true, true] });
    expect(
      protectHour(
        [
          [9, 2],
          [9, 0],
        ],
        5,
      ).whole,
    ).toBe(false);
  });
});

describe('a day', () => {
  const hours = [quarters(1, 0, 1, 0), quarters(9, 9, 9, 9), quarters(0, 4, 0, 0), quarters(0, 0, 0, 0)];
  it('has a rest of its small hours once it is over', () => {
    expect(protectDay(hours, 5, true).rest).toBe(true);
    expect(protectDay(hours, 5, false).rest).toBe(false);
    expect(protectDay(hours.slice(1), 5, true).rest).toBe(false);
    expect(protectDay(hours, 5, true).hours.map((hour) => hour.whole)).toEqual([false, true, false, true]);
  });
});

it('takes a k of two for three, as zeros are shown', () => {
  expect([1, 2, 3, 5].map(threshold)).toEqual([1, 3, 3, 5]);
});

/**
 * The attacker that knows the rule: all worlds that would publish the same, compared. Whatever they agree on is known to
 * who reads the figures. `cells` cells of `width` counts each, up to `most`; returns how many small counts are known.
 */
function known(
  { cells, width, most, k }: { cells: number; width: number; most: number; k: number },
  publish: (cells: Counts[]) => unknown,
): number {
  const worlds = new Map<string, { low: number[]; high: number[] }>();
  const flat = new Array<number>(cells * width).fill(0);
  const enter = (at: number): void => {
    if (at < flat.length) {
      for (flat[at] = 0; flat[at] <= most; flat[at]++) enter(at + 1);
      return;
    }
    const world = Array.from({ length: cells }, (_, c) => flat.slice(c * width, (c + 1) * width));
    const key = JSON.stringify(publish(world));
    const seen = worlds.get(key) ?? { low: [...flat], high: [...flat] };
    flat.forEach((n, i) => {
      seen.low[i] = Math.min(seen.low[i], n);
      seen.high[i] = Math.max(seen.high[i], n);
    });
    worlds.set(key, seen);
  };
  enter(0);
  return [...worlds.values()].flatMap(({ low, high }) => low.filter((n, i) => n === high[i] && n > 0 && n < k)).length;
}

const sumOf = (all: Counts[]): number[] => all[0].map((_, i) => all.reduce((sum, counts) => sum + counts[i], 0));
const hourOf = (k: number, complementary: boolean) => (world: Counts[]) => {
  const { whole, quarters: alone } = protectHour(world, k, complementary);
  return [whole ? sumOf(world) : null, alone.map((is, q) => (is ? world[q] : null))];
};

describe('who knows the rule and sees all that is published', () => {
  it.each([
    [3, 11, 4, 1],
    [4, 12, 4, 1],
    [5, 14, 4, 1],
    [5, 40, 2, 1],
    [3, 4, 4, 2],
  ])('of an hour learns nothing under k = %i (up to %i in %i quarters of %i counts)', (k, most, cells, width) => {
    expect(known({ cells, width, most, k }, hourOf(k, true))).toBe(0);
  });

  it.each([
    [3, 4, 6],
    [5, 6, 5],
  ])('of a day learns nothing under k = %i (up to %i in %i hours)', (k, most, cells) => {
    const publish = (world: Counts[]) => {
      const { hours, rest } = protectDay(
        world.map((counts) => [counts]),
        k,
        true,
      );
      const left = world.filter((_, h) => !hours[h].whole);
      return [hours.map(({ whole }, h) => (whole ? world[h] : null)), rest ? sumOf(left) : null];
    };
    expect(known({ cells, width: 1, most, k }, publish)).toBe(0);
  });

  it('would learn some without the complementary suppression', () => {
    expect(known({ cells: 4, width: 1, most: 10, k: 5 }, hourOf(5, false))).toBeGreaterThan(0);
  });
});
