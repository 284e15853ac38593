import { describe, expect, it } from 'vitest';
import { minutesPastMidnight, openTimes, parseHours } from '../../../models/contract/hours.ts';

describe('opening hours', () => {
  it('are those of the weekday, or of the date where that is otherwise', () => {
    const { hours, faults } = parseHours({
      'mon-fri': '08:00-12:00, 14:00-18:30',
      sat: '20:00-02:00',
      exceptions: { '2026-12-24': '08:00-14:00', '2026-12-25': 'closed' },
    });
    expect(faults).toEqual([]);
    expect(openTimes(hours, '2026-12-23', 2)).toEqual([
      { fromMinute: 480, toMinute: 720 },
      { fromMinute: 840, toMinute: 1110 },
    ]);
    expect(openTimes(hours, '2026-12-24', 3)).toEqual([{ fromMinute: 480, toMinute: 840 }]);
    expect(openTimes(hours, '2026-12-25', 4)).toEqual([]);
    expect(openTimes(hours, '2026-12-27', 6)).toEqual([]);
    expect(minutesPastMidnight(openTimes(hours, '2026-12-26', 5))).toBe(120);
  });

  it('go over the weekend and round the clock', () => {
    const { hours, faults } = parseHours({ 'fri-mon': '00:00-24:00', 'tue,thu': '10:00-11:00' });
    expect(faults).toEqual([]);
    expect(hours.week.map((times) => times.length)).toEqual([1, 1, 0, 1, 1, 1, 1]);
    expect(minutesPastMidnight(hours.week[6])).toBe(0);
  });

  it.each<[Record<string, string | Record<string, string>>, string, RegExp]>([
    [{ mox: '08:00-20:00' }, 'mox', /weekday/],
    [{ mon: '8-20' }, 'mon', /08:00-20:00/],
    [{ mon: '08:00-25:00' }, 'mon', /no time/],
    [{ mon: '08:00-12:00, 11:00-14:00' }, 'mon', /overlap/],
    [{ 'mon-wed': '08:00-12:00', tue: 'closed' }, 'tue', /also in mon-wed/],
    [{ exceptions: 'closed' }, 'exceptions', /dates/],
    [{ exceptions: { '2026-12-25': 'shut' } }, 'exceptions.2026-12-25', /closed/],
  ])('%j is told at %s', (hours, at, reason) => {
    const { faults } = parseHours(hours);
    expect(faults).toHaveLength(1);
    expect(faults[0].path.join('.')).toBe(at);
    expect(faults[0].reason).toMatch(reason);
  });
});
