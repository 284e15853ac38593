import { describe, expect, it } from 'vitest';
import { trackRows } from '../../../edge/track/run.ts';
import { scoreScale } from '../../../edge/track/score-scale.ts';
import type { MotRow } from '../../../models/contract/mot.ts';

const row = (frame: number, left: number, score = 0.9): MotRow => ({
  frame,
  id: -1,
  left,
  top: 50,
  width: 40,
  height: 100,
  score,
  extra: [-1, -1, -1],
});
const options = { fps: 10, tracker: { kind: 'byte-track' } as const };

describe('trackRows', () => {
  it('keeps the frame numbers, fills a gap in them, and reports what it did', () => {
    const rows = Array.from({ length: 12 }, (_, i) => row(i + 5, 100 + 6 * i)).filter((r) => r.frame !== 10);
    const result = trackRows(rows, options);
    expect(result.rows.map((r) => r.frame)).toEqual(Array.from({ length: 12 }, (_, i) => i + 5));
    expect({ frames: result.frames, tracks: result.tracks }).toEqual({ frames: 12, tracks: 1 });
  });

  it('does not depend on the order of the frames in the file', () => {
    const rows = Array.from({ length: 12 }, (_, i) => row(i + 1, 100 + 6 * i));
    expect(trackRows([...rows].reverse(), options)).toEqual(trackRows(rows, options));
  });

  it('does not walk through an endless gap, and gives new ids after it', () => {
    const rows = [...Array(8).keys()].flatMap((i) => [row(i + 1, 100), row(i + 1_000_000_000, 100)]);
    const result = trackRows(rows, options);
    expect(result.tracks).toBe(2);
    expect(result.rows).toHaveLength(16);
  });

  it('keeps frame numbers exact that are near the largest whole number', () => {
    const first = Number.MAX_SAFE_INTEGER - 20;
    const rows = Array.from({ length: 12 }, (_, i) => row(first + i, 100 + 6 * i));
    expect(trackRows(rows, options).rows.map((r) => r.frame)).toEqual(rows.map((r) => r.frame));
  });

  it('names the row of a box that cannot be', () => {
    const rows = [row(1, 100), row(2, 1e300)];
    expect(() => trackRows(rows, options)).toThrow('row 2 (frame 2)');
  });

  it('gives nothing for no rows', () => {
    expect(trackRows([], options)).toEqual({ rows: [], frames: 0, tracks: 0 });
  });
});

describe('scoreScale', () => {
  it.each([
    { name: 'margins', scores: [-0.5, 0, 1.25, 3], at: 1.25, expected: [0, 1] },
    { name: 'percent', scores: [0, 50, 90, 100], at: 45, expected: [0, 1] },
  ])('maps $name to 0–1, rising', ({ scores, at, expected }) => {
    const scale = scoreScale(scores.map((score, i) => row(i, 0, score)));
    expect(scale(Math.min(...scores))).toBe(expected[0]);
    expect(scale(Math.max(...scores))).toBe(expected[1]);
    expect(scale(at)).toBeGreaterThan(0);
    expect(scale(at)).toBeLessThanOrEqual(1);
  });

  it('gives 1 where all scores are equal', () => {
    expect(scoreScale([row(1, 0, -1), row(2, 0, -1)])(-1)).toBe(1);
  });
});
