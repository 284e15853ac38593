import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeWords, highestFirst, likeForLikeWords, valueWords } from '../../dashboard/compare/words.ts';
import { busiestFirst, mostVisits, stepsOf } from '../../dashboard/funnel/steps.ts';
import { compare, funnel } from '../support/page-funnel.ts';

const range = ['2026-03-07T23:00:00.000Z', '2026-03-08T09:25:00.000Z'] as const;

describe('the steps of a zone', () => {
  const { zones } = funnel('normal', ...range);
  it('are held against the most visits of any zone', () => {
    const most = mostVisits(zones);
    expect(most).toBe(388);
    expect(stepsOf(zones[0], most).map(({ value, share }) => [value, share])).toEqual([
      [141, null],
      [102, 0.72],
      [96, 0.68],
      [41, null],
      [31, null],
    ]);
  });

  it('have no bar where nothing is known, and none is longer than the longest', () => {
    const known = fc.option(fc.double({ min: -50, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(known, known, fc.nat(5000), (visits, sold, most) => {
        for (const { value, bar } of stepsOf({ ...zones[0], visits, sold }, most)) {
          if (value === null || most === 0) expect(bar).toBeNull();
          else expect(bar! >= 0 && bar! <= 1).toBe(true);
        }
      }),
    );
  });

  it('come with the busiest zone first and the withheld one last', () => {
    const withheld = funnel('suppressed', ...range).zones;
    expect(busiestFirst(withheld).map((it) => it.zone)).toEqual(['promenade', 'window', 'corner']);
    expect(mostVisits([])).toBe(0);
  });
});

describe('stores beside one another', () => {
  it.each([
    [null, undefined],
    [0.001, '±0 %'],
    [0.08, '+8 %'],
    [-0.5, '−50 %'],
  ])('a change of %j is %j', (change, words) => expect(changeWords(change)).toBe(words));

  it.each([
    ['entries', 4100, null, false, '4,100'],
    ['entries', 13.226, null, true, '13.2'],
    ['sales', 4100.5, 'EUR', false, '€4,101'],
    ['sales', 4.254, 'EUR', true, '€4.25'],
    ['conversion', 0.425, null, false, '43 %'],
    ['sales', 12, null, false, '–'],
    ['entries', null, null, false, '–'],
  ] as const)('%s of %j %j is written as it is meant', (metric, value, currency, rate, words) =>
    expect(valueWords(metric, value, currency, rate)).toBe(words),
  );

  it.each([
    ['entries', 'Like for like, 2 stores: 19,600, a year before 19,800 (−1 %).'],
    ['sales', 'Like for like, 2 stores: €360,640, a year before €364,320 (−1 %).'],
    ['conversion', 'Shares of several stores are not added up.'],
  ])('like for like of %s', (metric, words) => expect(likeForLikeWords(compare(metric))).toBe(words));

  it('say so where no store is known in both years', () =>
    expect(likeForLikeWords({ ...compare('entries'), likeForLike: null })).toContain('not known'));

  it('come with the highest first and the unknown last', () =>
    expect(highestFirst(compare('entries').stores).map((it) => it.store)).toEqual([
      ...['south-1', 'demo', 'harbour', 'new'],
    ]));
});
