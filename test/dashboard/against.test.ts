import { describe, expect, it } from 'vitest';
import { comparedWith } from '../../dashboard/today/against.tsx';

const day = (date: string) => ({ date, entries: 1, coverage: 1 });

describe('what a day is held against', () => {
  it.each([
    ['weekday', ['2026-03-01'], 'on 2026-03-01, a comparable Sunday, by this time'],
    ['weekday', ['2026-03-01', '2026-02-22'], 'on 2 comparable Sundays by this time'],
    ['holiday', ['2025-12-25'], 'on 2025-12-25, the same holiday, by this time'],
    ['holiday', ['2025-12-25', '2024-12-25'], 'on this holiday in 2 earlier years by this time'],
  ] as const)('by %s, of %j', (by, dates, text) => {
    expect(comparedWith({ by, date: dates[0], entries: 1, coverage: 1, days: dates.map(day) })).toBe(text);
  });
});
