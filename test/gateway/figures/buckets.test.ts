import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../../../gateway/figures/buckets.ts';

const at = (text: string) => Date.parse(text);

describe('hours of a day on which the clock is changed', () => {
  it.each([
    ['Australia/Lord_Howe', '2026-10-04T00:00+10:30', '2026-10-05T00:00+11:00', [60, 60, 30]],
    ['Australia/Lord_Howe', '2026-04-05T00:00+11:00', '2026-04-06T00:00+10:30', [60, 60, 30]],
    ['America/New_York', '2026-03-08T00:00-05:00', '2026-03-09T00:00-04:00', [60, 60, 60]],
    ['America/New_York', '2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00', [60, 60, 60]],
    // Clocks that are not changed at a full hour, or by two.
    ['Antarctica/Troll', '2026-03-29T00:00+00:00', '2026-03-30T00:00+02:00', [60, 60, 60]],
    ['Asia/Kathmandu', '1985-12-31T23:00+05:30', '1986-01-01T03:00+05:45', [60, 45, 60]],
  ])('in %s from %s', (timeZone, from, to, first) => {
    const buckets = bucketsOf(at(from), at(to), 'hour', { timeZone });
    const minutes = buckets.map(({ startMs, endMs }) => (endMs - startMs) / 60_000);
    expect(minutes.slice(0, 3)).toEqual(first);
    expect(minutes.slice(3).every((length) => length === 60)).toBe(true);
    expect(buckets.at(-1)!.endMs).toBe(at(to));
  });
});
