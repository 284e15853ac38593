import { describe, expect, it } from 'vitest';
import { analyse } from '../../edge/analyse.ts';
import { type MotRow, parseMot, parseTracks } from '../../models/contract/mot.ts';
import { HALL } from './events/record.ts';

/** Pixels are metres here; a box's foot point is the middle of its lower edge. */
const row = (frame: number, id: number, x: number, y: number): MotRow => ({
  frame,
  id,
  left: x - 0.2,
  top: y - 1.7,
  width: 0.4,
  height: 1.7,
  score: 1,
  extra: [-1, -1, -1],
});
const walk = (id: number, from: number, n = 150) =>
  Array.from({ length: n }, (_, i) => row(from + i, id, 1 + 0.12 * i, 5));

describe('analyse', () => {
  it('answers what one walk through the hall is', () => {
    const { lines, zones, flows, heat, people } = analyse(HALL, 'c', walk(1, 1), 10);
    expect(lines.door).toMatchObject({ in: 1, out: 0 });
    expect(lines.door.interval.in[0]).toBeLessThan(1);
    expect(Object.keys(zones)).toEqual(['left', 'right']);
    expect(zones.left.visits).toBe(1);
    expect(zones.left.dwellS.mean).toBeCloseTo(4.05, 1);
    expect(flows).toEqual([{ from: 'left', to: 'right', count: 1 }]);
    expect(heat.personS.reduce((a, b) => a + b, 0)).toBeCloseTo(14.9, 6);
    expect(people).toEqual(new Array(150).fill(1));
  });

  it('does not depend on the order of the rows', () => {
    const rows = [...walk(1, 1), ...walk(2, 31).map((r) => ({ ...r, top: r.top - 2 }))];
    expect(analyse(HALL, 'c', [...rows].reverse(), 10)).toEqual(analyse(HALL, 'c', rows, 10));
  });

  it('takes a long silence for a seam: no wait, no person over it, no time in it', () => {
    const rows = [...walk(1, 1), ...walk(1, 2_000_000_000)];
    const { lines, zones, people } = analyse(HALL, 'c', rows, 10);
    expect(lines.door.in).toBe(2);
    expect(zones.right.visits).toBe(2);
    expect(people).toHaveLength(300);
  });

  it('gives the same bytes on every run', () => {
    const rows = walk(1, 1)
      .map((r, i) => ({ ...r, id: i < 60 ? 1 : 2 }))
      .filter((_, i) => i < 60 || i > 70);
    const texts = [1, 2].map(() => JSON.stringify(analyse(HALL, 'c', rows, 10)));
    expect(texts[0]).toBe(texts[1]);
  });

  it.each([
    ['NaN', '1,1,NaN,2,3,4,1', /tracks:1/],
    ['a negative size', '1,1,1,2,3,4,1\n2,1,1,2,-3,4,1', /tracks:2/],
    ['a huge id', '1,99999999999999999999,1,2,3,4,1', /tracks:1/],
  ])('refuses %s with the line', (_name, text, message) => {
    expect(() => parseMot(text, 'tracks')).toThrow(message);
  });

  it.each([
    ['an empty cell, which must not shift the others', '1,1,1,2,3,4,1\n2,1,1,,3,4,1', /tracks:2: column 4/],
    ['an id twice in a frame', '1,7,1,2,3,4,1\n\n1,8,1,2,3,4,1\n1,7,1,2,3,4,1', /tracks:4: .*line 1/],
    ['a detection without a track', '1,7,1,2,3,4,1\n2,-1,1,2,3,4,1', /tracks:2: id -1/],
    ['an id that JSON would round', '1,9007199254740993,1,2,3,4,1', /tracks:1/],
  ])('refuses %s with the line', (_name, text, message) => {
    expect(() => parseTracks(text, 'tracks')).toThrow(message);
  });

  it('takes ids up to the largest whole number, blanks between cells and a line end of any kind', () => {
    const rows = parseTracks('1, 1000000000000000, 1, 2, 3, 4, 1\r\n1 9007199254740991 1 2 3 4 1\n', 'tracks');
    expect(rows.map((r) => r.id)).toEqual([1e15, Number.MAX_SAFE_INTEGER]);
  });

  it('says how many positions lay off the plan', () => {
    const off = [...walk(1, 1), row(3, 2, 50, 5), row(4, 2, 5, 1e30)];
    expect(analyse(HALL, 'c', off, 10)).toEqual({ ...analyse(HALL, 'c', walk(1, 1), 10), offFloor: 2 });
  });

  it('refuses one id twice in a frame', () => {
    expect(() => analyse(HALL, 'c', [row(1, 1, 5, 5), row(1, 1, 6, 5)], 10)).toThrow(/twice/);
  });
});
