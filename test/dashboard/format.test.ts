import { describe, expect, it } from 'vitest';
import {
  ago,
  change,
  count,
  counted,
  countOfMany,
  duration,
  figure,
  interval,
  percent,
  personTime,
  rangeLabel,
} from '../../dashboard/format.ts';

describe('numbers as they are written', () => {
  it.each([
    [null, '–'],
    [undefined, '–'],
    [0, '0'],
    [1318, '1,318'],
  ])('count %s is %s', (value, text) => expect(count(value)).toBe(text));

  it.each([
    [1, '1 visit'],
    [0, '0 visits'],
    [1318, '1,318 visits'],
  ])('%s visits is %s', (value, text) => expect(counted(value, 'visit')).toBe(text));

  it.each([
    [null, 'suppressed', 'too few to show'],
    [7, 'withheld', 'at least 7'],
    [null, undefined, '–'],
    [0, undefined, '0'],
  ] as const)('count %s, %s, is %s', (value, few, text) => expect(countOfMany(value, few)).toBe(text));

  it.each([
    [null, '–'],
    [0, '0'],
    [0.0421, '0.042'],
    [5.82, '5.8'],
    [41.3, '41.3'],
    [20, '20'],
    [4213.7, '4,214'],
  ])('figure %s is %s', (value, text) => expect(figure(value)).toBe(text));

  it.each([
    [null, '–'],
    [0, '0 %'],
    [0.001, '< 1 %'],
    [0.973, '97 %'],
    [0.9999, '99 %'],
    [1, '100 %'],
  ])('share %s is %s', (value, text) => expect(percent(value)).toBe(text));

  it.each([
    [null, '–'],
    [0, '0.0 s'],
    [6.23, '6.2 s'],
    [9.96, '10 s'],
    [59.6, '1 min'],
    [83.2, '1 min 23 s'],
    [3600, '1 h'],
    [3930, '1 h 6 min'],
  ])('%s seconds are %s', (value, text) => expect(duration(value)).toBe(text));

  it.each([
    [null, '–'],
    [320, '320 person-seconds'],
    [7962, '132.7 person-minutes'],
    [48_900, '13.6 person-hours'],
  ])('%s person-seconds are %s', (value, text) => expect(personTime(value)).toBe(text));

  it.each([
    [110, 100, '+10 %'],
    [90, 100, '−10 %'],
    [100, 100, '±0 %'],
    [null, 100, undefined],
    [100, null, undefined],
    [100, 0, undefined],
  ])('%s against %s is %s', (now, before, text) => expect(change(now, before)).toBe(text));

  it('an interval that is not known is a dash', () => {
    expect(interval([1279, 1357])).toBe('1,279–1,357');
    expect(interval(null)).toBe('–');
  });

  it('tells how long ago', () => {
    expect(ago(1000, 1500)).toBe('just now');
    expect(ago(0, 42_000)).toBe('42 s ago');
    expect(ago(0, 90_000)).toBe('1 min 30 s ago');
  });
});

describe('a range in words', () => {
  it.each([
    ['2026-03-08T07:00:00Z', '2026-03-08T08:00:00Z', 'Sun 8 Mar, 08:00–09:00'],
    ['2026-03-07T23:00:00Z', '2026-03-08T23:00:00Z', 'Sun 8 Mar, 00:00–24:00'],
    ['2026-03-08T22:00:00Z', '2026-03-09T00:00:00Z', 'Sun 8 Mar, 23:00 – Mon 9 Mar, 01:00'],
  ])('%s to %s', (from, to, text) => expect(rangeLabel(from, to, 'Europe/Berlin')).toBe(text));
});
