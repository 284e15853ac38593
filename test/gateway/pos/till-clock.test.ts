import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateTillClock } from '../../../gateway/pos/till-clock.ts';

const MINUTES = 720;
/** Services of a day at random, of a generator that is the same everywhere. */
function day(seed: number): number[] {
  let state = seed >>> 0 || 1;
  return Array.from({ length: MINUTES }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < 0.35 ? 1 + (state % 2) : 0;
  });
}
const shifted = (list: number[], by: number) => list.map((_, i) => list[i - by] ?? 0);

it('finds by how many minutes a till is off, though a tenth of the services went unseen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: -90, max: 90 }), (seed, offset) => {
      const served = day(seed);
      const seen = served.map((count, i) => (i % 10 === 3 ? 0 : count));
      const found = estimateTillClock(shifted(served, offset), seen);
      expect(found?.offsetMinutes).toBe(offset);
      expect(found!.correlation).toBeGreaterThan(0.8);
    }),
    { numRuns: 20 },
  );
});

it('says nothing where the two have nothing to do with each other, or too little was sold or seen', () => {
  expect(estimateTillClock(day(1), day(2))).toBeUndefined();
  expect(estimateTillClock(new Array(MINUTES).fill(1), new Array(MINUTES).fill(1))).toBeUndefined();
  expect(
    estimateTillClock(
      day(1).map((count, i) => (i < 60 ? count : 0)),
      day(1),
    ),
  ).toBeUndefined();
  expect(estimateTillClock(day(1), new Array(MINUTES).fill(null))).toBeUndefined();
});
