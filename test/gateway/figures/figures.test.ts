import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketIndex, bucketsOf, dayOf, dayStart, grainOf } from '../../../gateway/figures/buckets.ts';
import { coverage, judgedUntil } from '../../../gateway/figures/coverage.ts';
import { sumHeat } from '../../../gateway/figures/heat-sum.ts';
import type { HeatPeriod } from '../../../gateway/store/store.ts';

const BERLIN = { timeZone: 'Europe/Berlin' };

describe('bucketsOf', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
  it('cuts a range without gap or overlap, and finds the bucket of each slot', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 29_000_000, max: 30_500_000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom('minute', 'hour', 'day', 'total'),
        fc.constantFrom(...zones),
        (startMin, minutes, size, timeZone) => {
          const [from, to] = [startMin * 60_000, (startMin + minutes) * 60_000];
          const buckets = bucketsOf(from, to, size, { timeZone });
          expect(buckets[0].startMs).toBe(from);
          expect(buckets.at(-1)!.endMs).toBe(to);
          buckets.slice(1).forEach((b, i) => {
            expect(b.startMs).toBe(buckets[i].endMs);
          });
          const grain = grainOf(buckets);
          const minute = from + Math.floor(minutes / 2) * 60_000;
          const slot = Number.isFinite(grain) ? minute - (minute % grain) : 0;
          const found = buckets[bucketIndex(buckets, slot)];
          expect(found.startMs <= minute && minute < found.endMs).toBe(true);
        },
      ),
    );
  });

  it('cuts days where the shop closes after midnight, at the full hour', () => {
    const bar = { timeZone: 'Europe/Berlin', hours: { 'fri-sat': '18:00-02:30' } };
    const [from, to] = [Date.parse('2026-06-04T22:00Z'), Date.parse('2026-06-07T22:00Z')];
    expect(bucketsOf(from, to, 'day', bar).map(({ startMs }) => new Date(startMs).toISOString())).toEqual([
      '2026-06-04T22:00:00.000Z',
      '2026-06-06T01:00:00.000Z',
      '2026-06-07T01:00:00.000Z',
    ]);
    expect(dayOf(Date.parse('2026-06-06T00:59Z'), bar)).toBe('2026-06-05');
    expect(dayOf(Date.parse('2026-06-06T01:00Z'), bar)).toBe('2026-06-06');
  });

  it('starts the store’s day at its own midnight', () => {
    const t = Date.parse('2026-03-29T21:59:00Z');
    expect(dayOf(t, BERLIN)).toBe('2026-03-29');
    expect(new Date(dayStart(t, BERLIN)).toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(new Date(dayStart(t + 60_000, BERLIN)).toISOString()).toBe('2026-03-29T22:00:00.000Z');
  });
});

describe('coverage', () => {
  it('judges only what can have arrived', () => {
    const now = 1_000 * 60_000 + 30_000;
    expect(judgedUntil(now, now, null)).toBe(998 * 60_000);
    expect(judgedUntil(now, now, 999 * 60_000)).toBe(999 * 60_000);
    expect(judgedUntil(500 * 60_000, now, null)).toBe(500 * 60_000);
    expect(coverage(30, 0, 60_000)).toBe(0.5);
    expect(coverage(30, 0, 60_000, 2)).toBe(0.25);
    expect(coverage(undefined, 0, 60_000)).toBeNull();
    expect(coverage(30, 0, 0)).toBeNull();
  });
});

describe('sumHeat', () => {
  const grid = { cellM: 1, columns: 4, rows: 3 };
  const cell = fc.tuple(fc.nat(11), fc.double({ min: 0.1, max: 60, noNaN: true }), fc.integer({ min: 1, max: 9 }));
  const period = fc.record({ minute: fc.nat(5), cells: fc.uniqueArray(cell, { selector: ([i]) => i, maxLength: 6 }) });
  const build = (list: { minute: number; cells: [number, number, number][] }[]): HeatPeriod[] =>
    list
      .map(({ minute, cells }) => ({
        ...{ node: 'n', startMs: minute * 60_000, seconds: 60, ...grid, coverage: 1 },
        ...{ unplacedPersonS: 1, unplacedVisits: 1, cells: Float64Array.from(cells.flat()) },
      }))
      .sort((a, b) => a.startMs - b.startMs);

  it('conserves person-seconds, and never shows 0 or a number for a cell below k', () => {
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 12 }), (list, k) => {
        const open = sumHeat(build(list), grid, 1);
        const closed = sumHeat(build(list), grid, k);
        const placed = list.flatMap((p) => p.cells).reduce((sum, [, s]) => sum + s, 0);
        expect(open.totalPersonS).toBeCloseTo(placed + list.length, 6);
        expect(closed.totalPersonS).toBeCloseTo(open.totalPersonS, 9);
        for (let i = 0; i < 12; i++) {
          const perMinute = new Map<number, number>();
          for (const p of list) {
            for (const [c, , v] of p.cells) if (c === i) perMinute.set(p.minute, (perMinute.get(p.minute) ?? 0) + v);
          }
          const largest = Math.max(0, ...perMinute.values());
          if (perMinute.size === 0) expect(closed.personS[i]).toBe(0);
          else if (largest < k) expect([closed.personS[i], closed.visits[i]]).toEqual([null, null]);
          else if (closed.personS[i] !== null) expect(closed.personS[i]).toBeCloseTo(open.personS[i]!, 9);
        }
        expect(closed.suppressedCells).toBe(closed.personS.filter((s) => s === null).length);
      }),
    );
  });

  it('leaves out periods of another grid: an edit of the floor must not smear them', () => {
    const other = { ...build([{ minute: 0, cells: [[1, 5, 5]] }])[0], columns: 5 };
    expect(sumHeat([other], grid, 1)).toMatchObject({ totalPersonS: 0, latestMs: null });
  });
});
