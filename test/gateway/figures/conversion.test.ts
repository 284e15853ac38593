import { describe, expect, it } from 'vitest';
import { comparableDays, median } from '../../../gateway/figures/comparable.ts';
import { addMinute, conversionOf, type DoorMinute, noMinutes } from '../../../gateway/figures/conversion.ts';
import { doorSlots } from '../../../gateway/figures/doors.ts';
import { StoreDays } from '../../../gateway/figures/store-days.ts';
import { type DayMinutes, tillLag } from '../../../gateway/figures/till-lag.ts';
import type { Site } from '../../../models/contract/site.ts';

/** Of minutes at the tills, each with its minute at the doors. */
function conversion(sales: readonly number[], doors: readonly (DoorMinute | undefined)[]) {
  const sums = noMinutes();
  for (const [i, count] of sales.entries()) addMinute(sums, count, doors[i]);
  return conversionOf(sums);
}

/** Numbers in [0, 1) that are the same each time (Park and Miller's generator). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A day of 12 hours with a noon peak; of each 10 who enter 6 buy, `walkMin` ± 6 minutes later. */
function day(seed: number, walkMin: number, blind = { from: 0, to: 0 }): DayMinutes {
  const next = random(seed);
  const [entries, sales, seen] = [0, 1, 2].map(() => new Float64Array(780));
  seen.fill(1).fill(0, blind.from, blind.to);
  for (let minute = 0; minute < 720; minute++) {
    const rate = 0.4 + 0.6 * Math.sin((Math.PI * minute) / 720);
    for (let n = 0; n < 4; n++) {
      if (next() >= rate / 4) continue;
      if (seen[minute]) entries[minute]++;
      if (next() < 0.6) sales[Math.round(minute + walkMin + 12 * (next() - 0.5))]++;
    }
  }
  return { entries, sales, seen };
}

describe('the time from the door to the till', () => {
  it.each([8, 17, 30])('of %d minutes is found in two weeks', (minutes) => {
    const lag = tillLag(Array.from({ length: 14 }, (_, i) => day(100 + i, minutes)));
    expect(Math.abs(lag!.lagMinutes - minutes)).toBeLessThanOrEqual(3);
  });

  it('is found although the doors were blind for an hour', () => {
    const lag = tillLag(Array.from({ length: 14 }, (_, i) => day(300 + i, 17, { from: 300, to: 360 })));
    expect(Math.abs(lag!.lagMinutes - 17)).toBeLessThanOrEqual(3);
  });

  it('is not told when sales have nothing to do with entries', () => {
    const told = Array.from({ length: 20 }, (_, seed) =>
      tillLag(
        Array.from({ length: 7 }, (_, i) => ({
          ...day(1000 + 7 * seed + i, 17),
          sales: day(5000 + 7 * seed + i, 17).sales,
        })),
      ),
    );
    expect(told.filter((lag) => lag !== undefined).length).toBeLessThanOrEqual(1);
    expect(tillLag([])).toBeUndefined();
  });
});

const door = (entries: number, more: Partial<DoorMinute> = {}): DoorMinute => ({
  ...{ entries, units: entries / 2, variance: 0.1 * entries, seen: 1 },
  ...more,
});

describe('conversion', () => {
  it('is sales per buying unit, and per person beside it', () => {
    const all = conversion([2, 3], [door(10), door(10)]);
    expect(all.conversion.value).toBe(0.5);
    expect(all.perPerson.value).toBe(0.25);
    const [low, high] = all.perPerson.interval!;
    expect(low).toBeLessThan(0.25);
    expect(high).toBeGreaterThan(0.25);
    expect(all.coverage).toBe(1);
  });

  it('leaves the sales of blind minutes out, so that a blind camera does not raise it', () => {
    const half = conversion([5, 5, 5, 5], [door(10), door(10), undefined, door(5, { seen: 0.5 })]);
    expect(half.sales).toBe(20);
    expect(half.matchedSales).toBe(13);
    expect(half.perPerson.value).toBe(0.5);
    expect(half.coverage).toBe(0.625);
  });

  it.each([
    ['nobody saw the doors', [undefined, undefined], null],
    ['most of the time nobody did', [door(4), undefined, undefined], 1 / 3],
    ['nobody came', [door(0), door(0)], 1],
  ])('is not known when %s', (_, doors, coverage) => {
    const none = conversion(
      doors.map(() => 1),
      doors,
    );
    expect(none.conversion).toEqual({ value: null, interval: null });
    expect(none.coverage).toBe(coverage);
  });

  it('counts people where a node knows no units', () => {
    expect(conversion([1], [door(4, { units: null })]).conversion.value).toBe(0.25);
  });
});

describe('the doors of a store as one', () => {
  const lines = ['a', 'b'].map((id) => ({ id, role: 'street' }));
  const sum = (line: string, count: number, seenS: number) => ({
    ...{ line, slot: 0, in: count, out: 0, inVariance: 0, outVariance: 0, unitsIn: count / 2, unitsOut: 0, seenS },
  });
  const slotOf = (...sums: ReturnType<typeof sum>[]) => doorSlots({ lines } as unknown as Site, sums, 60).get(0)!;

  it.each([
    ['all seen', slotOf(sum('a', 10, 60), sum('b', 4, 60)), 1, 14],
    ['one seen for a third', slotOf(sum('a', 9, 60), sum('b', 2, 20)), 1 / 3, 3 + 2],
    ['one not seen', slotOf(sum('a', 9, 60), sum('b', 0, 0)), 0, 0],
    ['one without a word', slotOf(sum('a', 9, 60)), 0, 0],
  ])('with %s make a ratio of the time in which every door was seen', (_, slot, seen, entries) => {
    expect(slot.seen).toBeCloseTo(seen);
    expect(slot.entries).toBeCloseTo(entries);
    expect(slot.units).toBeCloseTo(entries / 2);
  });

  it('have all their entries still, whatever a ratio is made of', () => {
    expect(slotOf(sum('a', 9, 60), sum('b', 2, 20)).counted).toEqual({ entries: 11, units: 5.5 });
  });
});

describe('comparable days', () => {
  const days = new StoreDays({ timeZone: 'UTC' });
  const options = (holidays: Record<string, string>, excluded: string[] = []) => ({
    holiday: (date: string) => holidays[date],
    excluded: (date: string) => excluded.includes(date),
    shift: (date: string, count: number) => days.shift(date, count),
  });

  it('are the last four of the weekday, without holidays and days left out', () => {
    const { by, dates } = comparableDays('2026-06-05', options({ '2026-05-29': 'a feast' }, ['2026-05-15']));
    expect(by).toBe('weekday');
    expect(dates).toEqual(['2026-05-22', '2026-05-08', '2026-05-01', '2026-04-24']);
  });

  it('of a holiday are the same holiday, whatever its date', () => {
    const easter = {
      '2026-04-06': 'Easter Monday',
      '2025-04-21': 'Easter Monday',
      '2024-04-01': 'Easter Monday',
      '2026-04-03': 'x',
    };
    expect(comparableDays('2026-04-06', options(easter))).toEqual({
      by: 'holiday',
      dates: ['2025-04-21', '2024-04-01'],
    });
    expect(comparableDays('2026-04-03', options(easter))).toEqual({ by: 'none', dates: [] });
  });

  it('give their median, of what is known', () => {
    expect(median([3, null, 9, 5])).toBe(5);
    expect(median([3, 5])).toBe(4);
    expect(median([null])).toBeNull();
  });
});
