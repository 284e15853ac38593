import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineCounter } from '../../../edge/events/lines.ts';
import type { Line } from '../../../models/contract/site.ts';
import { Told } from './record.ts';

const line = (over: Partial<Line> = {}): Line => ({
  id: 'l',
  floor: '0',
  role: 'street',
  from: [0, 3],
  to: [4, 3],
  in: 'right',
  strictness: 'balanced',
  ...over,
});

/** Walks one person along the points, a frame each 100 ms, and gives what was counted. */
function walk(
  points: readonly (readonly [number, number])[],
  over: Partial<Line> = {},
  strictness: Line['strictness'] = 'balanced',
): string[] {
  const told = new Told();
  const counter = new LineCounter(line({ ...over, strictness }));
  points.forEach(([x, y], i) => {
    counter.see(1, x, y, i * 100, 0, 'p', told);
  });
  counter.gone(1, 'p', told);
  return told.lines.map((fact) => fact.split(' ')[2]);
}

const straight = (from: number, to: number, steps: number, x = 2) =>
  Array.from({ length: steps + 1 }, (_, i) => [x, from + ((to - from) * i) / steps] as const);

describe('a line', () => {
  it.each([
    // The plan's y grows downwards: right of the direction from left to right is below.
    ['downwards', straight(2, 4, 10), {}, ['in']],
    ['upwards', straight(4, 2, 10), {}, ['out']],
    ['downwards, with in on the left', straight(2, 4, 10), { in: 'left' as const }, ['out']],
    [
      'downwards, drawn the other way round',
      straight(2, 4, 10),
      { from: [4, 3], to: [0, 3] } as Partial<Line>,
      ['out'],
    ],
    ['there and back', [...straight(2, 4, 10), ...straight(4, 2, 10)], {}, ['in', 'out']],
    ['past its end', straight(2, 4, 10, 4.5), {}, []],
    [
      'in one long step',
      [
        [2, 1],
        [2, 6],
      ] as const,
      {},
      ['in'],
    ],
    ['up to it and back', [...straight(2, 2.95, 10), ...straight(2.95, 2, 10)], {}, []],
    [
      'a little over it for one frame',
      [
        [2, 2.9],
        [2, 3.05],
        [2, 2.9],
        [2, 2.5],
      ] as const,
      {},
      [],
    ],
    ['the last time seen just beyond it', straight(2, 3.05, 10), {}, ['in']],
    ['first seen just before it', straight(2.98, 4, 10), {}, ['in']],
  ])('is crossed %s', (_name, points, over, expected) => {
    expect(walk(points, over)).toEqual(expected);
  });

  it('is not crossed by somebody who stands on it and wavers', () => {
    const wavering = Array.from({ length: 100 }, (_, i) => [2, 3 + (i % 2 === 0 ? 0.1 : -0.1)] as const);
    expect(walk([[2, 2], ...wavering, [2, 2]])).toEqual([]);
    expect(walk([[2, 2], ...wavering, [2, 4]])).toEqual(['in']);
  });

  it('is stricter or looser by one knob', () => {
    const peek = [...straight(2, 3.3, 10), ...straight(3.3, 2, 10)];
    expect(walk(peek, {}, 'strict')).toEqual([]);
    expect(walk(peek, {}, 'balanced')).toEqual(['in', 'out']);
    const glance = [
      [2, 2.9],
      [2, 3.05],
      [2, 2.9],
    ] as const;
    expect(walk(glance, {}, 'balanced')).toEqual([]);
    expect(walk(glance, {}, 'loose')).toEqual(['in', 'out']);
  });

  it('gives as many in as out, but for where somebody ends, in every walk', () => {
    const y = fc.double({ min: 0, max: 6, noNaN: true });
    fc.assert(
      fc.property(fc.array(y, { minLength: 2, maxLength: 50 }), (ys) => {
        const counted = walk([[2, 2], ...ys.map((v) => [2, v] as const)]);
        const net = counted.filter((d) => d === 'in').length - counted.filter((d) => d === 'out').length;
        expect(net).toBe(ys[ys.length - 1] > 3 ? 1 : 0);
      }),
    );
  });

  it.each([
    ['from its very place', 1.2, true],
    ['from far off', 3, false],
  ])('is a way in when people come into sight %s', (_, before, expected) => {
    const counter = new LineCounter(line());
    for (let id = 1; id <= 12; id++)
      for (const [i, [x, y]] of straight(3 - before, 4, 10).entries())
        counter.see(id, x, y, id * 10_000 + i * 100, 0, 'p', new Told());
    expect(counter.isWayIn()).toBe(expected);
  });

  it('knows who may have been hidden by somebody who has just come in', () => {
    const counter = new LineCounter(line());
    for (const [i, [x, y]] of straight(2, 4, 10).entries()) counter.see(1, x, y, i * 100, 0, 'p', new Told());
    const start = { tMs: 900, xM: 2, yM: 3.2, vx: 0, vy: 1, varP: 0, varV: 0 };
    expect(counter.hidden(start)).toBe(true);
    expect(counter.hidden({ ...start, tMs: 4000 })).toBe(false);
    expect(counter.hidden({ ...start, xM: 4 })).toBe(false);
  });

  it('counts every chance of an unseen crossing in the end, and no more', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }), (chances) => {
        const told = new Told();
        const counter = new LineCounter(line());
        for (const chance of chances) counter.perhaps('in', 0, chance, 'p', told);
        const sum = chances.reduce((a, b) => a + b, 0);
        expect(Math.abs(told.lines.length - sum)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });
});
