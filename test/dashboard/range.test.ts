import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, choiceFromQuery, choiceToQuery, rangeFault, rangeOf } from '../../dashboard/time/range.ts';
import { fromField, instantOfWall, startOfDay, toField, wallMs } from '../../dashboard/time/zone.ts';

const berlin = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);

describe('ranges', () => {
  it.each([
    ['15min', '2026-03-08T09:24:20Z', '2026-03-08T09:10:00.000Z', '2026-03-08T09:25:00.000Z'],
    ['hour', '2026-03-08T09:24:00Z', '2026-03-08T08:24:00.000Z', '2026-03-08T09:24:00.000Z'],
    ['today', '2026-03-08T09:24:20Z', '2026-03-07T23:00:00.000Z', '2026-03-08T09:25:00.000Z'],
    ['today', '2026-03-07T23:00:00Z', '2026-03-07T23:00:00.000Z', '2026-03-07T23:01:00.000Z'],
    ['yesterday', '2026-03-08T09:24:20Z', '2026-03-06T23:00:00.000Z', '2026-03-07T23:00:00.000Z'],
    // The clock goes forward on 29 March: that day has 23 hours.
    ['yesterday', '2026-03-30T09:00:00Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ] as const)('%s at %s', (kind, now, from, to) => expect(rangeOf({ kind }, at(now), berlin)).toEqual({ from, to }));

  it.each([
    [15, 'minute'],
    [180, 'minute'],
    [181, 'hour'],
    [8 * 1440, 'hour'],
    [30 * 1440, 'day'],
  ])('%d minutes are drawn by the %s', (minutes, bucket) => {
    const range = { from: new Date(0).toISOString(), to: new Date(minutes * 60_000).toISOString() };
    expect(bucketOf(range)).toBe(bucket);
  });

  it('says what is wrong with a custom range', () => {
    expect(rangeFault(undefined, 5)).toMatch(/both/);
    expect(rangeFault(5, 5)).toMatch(/later/);
    expect(rangeFault(0, 4e10)).toMatch(/year/);
    expect(rangeFault(0, 60_000)).toBeUndefined();
  });

  it('come back from the address they were written into', () => {
    const custom = { kind: 'custom', fromMs: at('2026-03-01T08:00:00Z'), toMs: at('2026-03-02T08:00:00Z') } as const;
    for (const choice of [custom, { kind: 'hour' } as const]) {
      expect(choiceFromQuery(`?${new URLSearchParams(choiceToQuery(choice))}`)).toEqual(choice);
    }
    expect(choiceFromQuery('?range=never')).toEqual({ kind: 'today' });
    expect(choiceFromQuery('?from=2026-03-02T08:00:00Z&to=2026-03-01T08:00:00Z')).toEqual({ kind: 'today' });
  });
});

describe("the store's clock", () => {
  it.each([
    ['2026-03-29T12:00:00Z', berlin, '2026-03-28T23:00:00.000Z'],
    ['2026-10-25T23:30:00Z', berlin, '2026-10-25T23:00:00.000Z'],
    ['2026-11-22T03:00:00Z', 'Asia/Kathmandu', '2026-11-21T18:15:00.000Z'],
    ['2026-11-22T03:00:00Z', 'America/New_York', '2026-11-21T05:00:00.000Z'],
    // Midnight is skipped there on this day: it begins at one.
    ['2024-09-08T12:00:00Z', 'America/Santiago', '2024-09-08T04:00:00.000Z'],
  ])('the day of %s in %s begins at %s', (t, zone, start) => {
    expect(new Date(startOfDay(at(t), zone)).toISOString()).toBe(start);
  });

  it('an hour that comes twice is its first', () => {
    expect(instantOfWall(at('2026-10-25T02:30:00Z'), berlin)).toBe(at('2026-10-25T00:30:00Z'));
  });

  it('a field holds what it was given, but for the hour that comes twice', () => {
    const zones = fc.constantFrom('UTC', berlin, 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    fc.assert(
      fc.property(fc.integer({ min: 26_000_000, max: 31_000_000 }), zones, (minute, zone) => {
        const back = fromField(toField(minute * 60_000, zone), zone)!;
        expect(wallMs(back, zone)).toBe(wallMs(minute * 60_000, zone));
        expect(back).toBeLessThanOrEqual(minute * 60_000);
      }),
    );
    expect(fromField('', berlin)).toBeUndefined();
    expect(fromField('2026-13-41T99:99', berlin)).toBeUndefined();
  });
});
