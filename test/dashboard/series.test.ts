import { describe, expect, it } from 'vitest';
import { gaps, trafficSeries } from '../../dashboard/chart/series.ts';
import type { Traffic } from '../../models/contract/api/traffic.ts';

const from = '2026-03-08T09:00:00Z';
const to = '2026-03-08T09:05:00Z';
const fromS = Date.parse(from) / 1000;
const later = Date.parse('2026-03-08T12:00:00Z');
const point = (
  minute: number,
  line: string,
  n: number | null,
  coverage: number | null = 1,
): Traffic['points'][number] => ({
  start: new Date((fromS + minute * 60) * 1000).toISOString(),
  seconds: 60,
  line,
  in: n,
  out: n,
  inInterval: null,
  outInterval: null,
  units: null,
  coverage,
});
const series = (points: Traffic['points'], lines: string[], nowMs = later) =>
  trafficSeries({ from, to, bucket: 'minute', points }, lines, nowMs);

describe('the series of a chart', () => {
  it('makes a gap, never a zero, of what is missing or not known', () => {
    const it = series([point(0, 'a', 3), point(1, 'a', null, 0), point(4, 'a', 0)], ['a']);
    expect(it.first).toEqual([3, null, null, 0]);
    expect(gaps(it)).toEqual([[fromS + 60, fromS + 240]]);
  });

  it('covers the range without holes or overlaps', () => {
    const it = series([point(1, 'a', 3), point(3, 'a', 4)], ['a']);
    expect(it.startS[0]).toBe(fromS);
    expect(it.endS.at(-1)).toBe(Date.parse(to) / 1000);
    expect(it.startS.slice(1)).toEqual(it.endS.slice(0, -1));
  });

  it('adds the lines asked for; one that was not seen lowers the coverage', () => {
    const it = series(
      [point(0, 'a', 3), point(0, 'b', 4), point(0, 'c', 9), point(1, 'a', 5), point(1, 'b', null, null)],
      ['a', 'b'],
    );
    expect(it.first.slice(0, 2)).toEqual([7, 5]);
    expect(it.coverage.slice(0, 2)).toEqual([1, 0.5]);
  });

  it('does not call missing what is still under way', () => {
    const now = Date.parse('2026-03-08T09:04:30Z');
    const it = series(
      [point(0, 'a', 1), point(1, 'a', 1), point(2, 'a', null, null), point(3, 'a', null, null)],
      ['a'],
      now,
    );
    expect(it.first).toEqual([1, 1]);
    expect(gaps(it)).toEqual([]);
  });

  it('knows nothing of a range without points', () => {
    const it = series([], ['a']);
    expect(gaps(it)).toEqual([[fromS, Date.parse(to) / 1000]]);
  });
});
