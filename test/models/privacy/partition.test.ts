import { describe, expect, it } from 'vitest';
import {
  type Counts,
  type DayParts,
  type HourParts,
  protectDay,
  protectHour,
  threshold,
} from '../../../models/privacy/partition.ts';
import { pinned } from './pinned.ts';

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

/** All lists of `width` counts up to `most`. */
const upTo = (most: number, width: number): number[][] =>
  width === 0
    ? [[]]
    : upTo(most, width - 1).flatMap((list) => Array.from({ length: most + 1 }, (_, n) => [...list, n]));

const sumOf = (all: readonly Counts[]): number[] =>
  all[0].map((_, i) => all.reduce((sum, counts) => sum + counts[i], 0));
const hourOf = (k: number, complementary: boolean) => (world: readonly Counts[]) => {
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
    expect(pinned({ k, cells, options: upTo(most, width) }, hourOf(k, true))).toBe(0);
  });

  it.each([
    [3, 4, 6],
    [5, 6, 5],
  ])('of a day learns nothing under k = %i (up to %i in %i hours)', (k, most, cells) => {
    const publish = (world: readonly Counts[]) => {
      const { hours, rest } = protectDay(
        world.map((counts) => [counts]),
        k,
        true,
      );
      const left = world.filter((_, h) => !hours[h].whole);
      return [hours.map(({ whole }, h) => (whole ? world[h] : null)), rest ? sumOf(left) : null];
    };
    expect(pinned({ k, cells, options: upTo(most, 1) }, publish)).toBe(0);
  });

  it('would learn some without the complementary suppression', () => {
    expect(pinned({ k: 5, cells: 4, options: upTo(10, 1) }, hourOf(5, false))).toBeGreaterThan(0);
  });
});

/** Visits, those of them that did something, and those that did not. */
const halves = (most: number): number[][] =>
  upTo(most, 2).flatMap(([all, part]) => (part <= all ? [[all, part, all - part]] : []));
const visitsOf = (world: readonly Counts[]): Counts[] => world.map(([n]) => [n]);

describe('a part of the visits', () => {
  it('is published of no quarter and no hour whose visits are not', () => {
    const parts = quarters(9, 9, 9, 9).map(([n]) => [n, 9, 0]);
    expect(protectHour(parts, 5, true, { whole: true, quarters: [true, false, true, true] }).quarters).toEqual([
      ...[false, false, true, true],
    ]);
    expect(protectHour(parts, 5, true, { whole: false, quarters: [] }).whole).toBe(false);
  });

  it('is hidden where few are in it, and where few are not', () => {
    const of = (...parts: [number, number][]) =>
      protectHour(
        parts.map(([n, part]) => [n, part, n - part]),
        5,
      );
    expect(of([20, 9], [20, 2], [20, 20], [20, 0])).toEqual({ whole: true, quarters: [false, false, true, true] });
    expect(of([20, 20], [20, 18], [20, 20], [20, 20])).toEqual({
      whole: false,
      quarters: [false, false, false, false],
    });
  });

  const shown = (of: readonly Counts[], { whole, quarters: alone }: HourParts) => [
    whole ? sumOf(of) : null,
    alone.map((is, q) => (is ? of[q] : null)),
  ];

  it.each([
    [3, 5, 4],
    [4, 12, 2],
    [5, 12, 2],
  ])('tells who knows the rule nothing under k = %i of an hour (up to %i in %i quarters)', (k, most, cells) => {
    const worlds = { k, cells, options: halves(most) };
    const publish = (world: readonly Counts[]) => {
      const visits = protectHour(visitsOf(world), k);
      return [shown(visitsOf(world), visits), shown(world, protectHour(world, k, true, visits))];
    };
    expect(pinned(worlds, publish)).toBe(0);
    // Held against k alone, without those who did not.
    const alone = (world: readonly Counts[]) => {
      const parts = world.map(([, part]) => [part]);
      return [shown(visitsOf(world), protectHour(visitsOf(world), k)), shown(parts, protectHour(parts, k))];
    };
    expect(pinned(worlds, alone)).toBeGreaterThan(0);
  });

  it.each([
    [3, 9, 3],
    [4, 8, 3],
  ])('tells who knows the rule nothing under k = %i of a day (up to %i in %i hours)', (k, most, cells) => {
    const worlds = { k, cells, options: halves(most) };
    const of = (world: readonly Counts[], { hours, rest }: DayParts) => {
      const left = world.filter((_, h) => !hours[h].whole);
      return [hours.map(({ whole }, h) => (whole ? world[h] : null)), rest ? sumOf(left) : null];
    };
    const days = (world: readonly Counts[]) => world.map((counts) => [counts]);
    const publish = (world: readonly Counts[]) => {
      const visits = protectDay(days(visitsOf(world)), k, true);
      return [of(visitsOf(world), visits), of(world, protectDay(days(world), k, true, true, visits))];
    };
    expect(pinned(worlds, publish)).toBe(0);
    // With a rest of its own.
    const rested = (world: readonly Counts[]) => {
      const visits = protectDay(days(visitsOf(world)), k, true);
      return [of(visitsOf(world), visits), of(world, protectDay(days(world), k, true))];
    };
    expect(pinned(worlds, rested)).toBeGreaterThan(0);
  });
});

describe('units of people whose number is told anyway', () => {
  const people = (most: number) => upTo(most, 2).filter(([n, units]) => units <= n && units > 0 === n > 0);
  /** One unit is known where one came. */
  const secrets = (world: readonly Counts[]) => world.map(([n, units]) => (n === 1 ? 0 : units));
  const publish = (counts: (n: number, units: number) => Counts, k: number) => (world: readonly Counts[]) => {
    const open: HourParts = { whole: true, quarters: world.map(() => true) };
    const { whole, quarters: alone } = protectHour(
      world.map(([n, units]) => counts(n, units)),
      k,
      true,
      open,
    );
    return [visitsOf(world), whole ? sumOf(world) : null, world.map((of, q) => (alone[q] ? of : null))];
  };

  it.each([
    [5, 6, 4],
    [5, 14, 2],
    [6, 8, 3],
  ])('tell nothing under k = %i where as many came with others (up to %i in %i quarters)', (k, most, cells) => {
    const worlds = { k, cells, options: people(most) };
    const companions = publish((n, units) => [n - units, n === 1 ? 0 : units], k);
    expect(pinned(worlds, companions, secrets)).toBe(0);
    const all = publish((_, units) => [units], k);
    expect(pinned(worlds, all, secrets)).toBeGreaterThan(0);
  });
});
