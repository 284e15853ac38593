import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreDays } from '../../../gateway/figures/store-days.ts';
import type { Site } from '../../../models/contract/site.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('business days', () => {
  it.each([
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Europe/Berlin', '2026-07-01', 24],
  ])('of %s: %s has %d hours', (timeZone, date, hours) => {
    const days = new StoreDays({ timeZone });
    const day = days.of(date)!;
    expect((day.toMs - day.fromMs) / HOUR).toBe(hours);
    expect(days.at(day.fromMs).date).toBe(date);
    expect(days.at(day.toMs - 1).date).toBe(date);
    expect(days.at(day.toMs).date).not.toBe(date);
    expect(days.openS(day)).toBe(hours * 3600);
  });

  it('follow one another without a gap, in any zone and with any closing time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2024-01-01T00:00Z') / 1000, max: at('2028-01-01T00:00Z') / 1000 }),
        fc.constantFrom(
          'UTC',
          'Europe/Berlin',
          'Australia/Lord_Howe',
          'America/St_Johns',
          'Africa/Cairo',
          'America/Havana',
        ),
        fc.constantFrom<Site['hours'][]>(
          undefined,
          { 'mon-sun': '08:00-20:00' },
          { 'fri-sat': '18:00-03:30', sun: '10:00-01:00' },
        ),
        (second, timeZone, hours) => {
          const days = new StoreDays({ timeZone, hours });
          const day = days.at(second * 1000);
          expect(day.fromMs <= second * 1000 && second * 1000 < day.toMs).toBe(true);
          expect(days.of(days.shift(day.date, 1))!.fromMs).toBe(day.toMs);
          expect(days.of(days.shift(day.date, -1))!.toMs).toBe(day.fromMs);
        },
      ),
    );
  });

  it('end when the shop closes after midnight', () => {
    const days = new StoreDays({ timeZone: 'Europe/Berlin', hours: { fri: '18:00-02:00' } });
    expect(days.at(at('2026-06-06T01:59+02:00')).date).toBe('2026-06-05');
    expect(days.at(at('2026-06-06T02:00+02:00')).date).toBe('2026-06-06');
    expect(days.open('2026-06-05')).toEqual([
      { fromMs: at('2026-06-05T18:00+02:00'), toMs: at('2026-06-06T02:00+02:00') },
    ]);
    expect(days.sameTime(at('2026-06-06T01:30+02:00'), '2026-05-29')).toBe(at('2026-05-30T01:30+02:00'));
  });

  it('count the open seconds of a day with a missing hour', () => {
    const days = new StoreDays({ timeZone: 'America/New_York', hours: { 'mon-sun': '00:00-06:00' } });
    expect(days.openS(days.of('2026-03-08')!)).toBe(5 * 3600);
    expect(days.openS(days.of('2026-11-01')!)).toBe(7 * 3600);
    expect(days.openS({ fromMs: at('2026-11-01T05:00-05:00'), toMs: at('2026-11-01T09:00-05:00') })).toBe(3600);
  });

  it('keep the time of the clock on another date', () => {
    const days = new StoreDays({ timeZone: 'America/New_York' });
    expect(days.sameTime(at('2026-03-11T09:15-04:00'), '2026-03-04')).toBe(at('2026-03-04T09:15-05:00'));
  });
});
