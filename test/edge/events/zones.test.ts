import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZoneWatch } from '../../../edge/events/zones.ts';
import { HALL, Told } from './record.ts';

const INSIDE = [6, 5] as const;
const OUTSIDE = [2, 5] as const;
const none = () => undefined;

/** One person's presence in a zone, second by second and finer: pairs of (is inside, for how many ms). */
function stay(spans: readonly (readonly [boolean, number])[], stepMs = 100): string[] {
  const told = new Told();
  const zone = new ZoneWatch(HALL.zones[0]);
  let t = 0;
  for (const [inside, ms] of spans) {
    for (const end = t + ms; t < end; t += stepMs) {
      const [x, y] = inside ? INSIDE : OUTSIDE;
      zone.see(1, x, y, t, 0, told, none);
      zone.endFrame(t, stepMs / 1000, told);
    }
  }
  zone.cut(() => told);
  return told.only('began', 'ended');
}

describe('visits', () => {
  it.each([
    [
      '1.9 s is none',
      [
        [true, 2000],
        [false, 6000],
      ],
      [],
    ],
    [
      '2 s is one',
      [
        [true, 2100],
        [false, 6000],
      ],
      ['began left 0', 'ended left 2000 2'],
    ],
    [
      'a gap of 5 s is bridged',
      [
        [true, 2100],
        [false, 4900],
        [true, 2000],
        [false, 6000],
      ],
      ['began left 0', 'ended left 8900 8.9'],
    ],
    [
      'a longer one is not',
      [
        [true, 2100],
        [false, 5100],
        [true, 2100],
        [false, 6000],
      ],
      ['began left 0', 'ended left 2000 2', 'began left 7200', 'ended left 9200 2'],
    ],
    [
      'two short ones with a gap are one',
      [
        [true, 1000],
        [false, 500],
        [true, 1000],
        [false, 6000],
      ],
      ['began left 0', 'ended left 2400 2.4'],
    ],
    ['one at the end is cut', [[true, 3000]], ['began left 0', 'ended left 2900 2.9 cut']],
  ] as [string, [boolean, number][], string[]][])('%s', (_name, spans, expected) => {
    expect(stay(spans)).toEqual(expected);
  });

  it('hold at frame times that are fractions', () => {
    const told = new Told();
    const zone = new ZoneWatch(HALL.zones[0]);
    for (let frame = 7; frame <= 7 + 18; frame++) zone.see(1, ...INSIDE, (frame * 1000) / 9, 0, told, none);
    expect(told.only('began')).toHaveLength(1);
  });

  it('end as often as they begin, last 2 s or more, and never overlap', () => {
    const span = fc.tuple(
      fc.boolean(),
      fc.integer({ min: 1, max: 80 }).map((n) => n * 100),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
        const facts = stay(spans).map((fact) => fact.split(' '));
        facts.forEach((fact, i) => {
          expect(fact[0]).toBe(i % 2 === 0 ? 'began' : 'ended');
          if (i % 2 === 1) expect(Number(fact[3])).toBeGreaterThanOrEqual(2);
          if (i % 2 === 0 && i > 0) expect(Number(fact[2]) - Number(facts[i - 1][2])).toBeGreaterThan(5000);
        });
        expect(facts.length % 2).toBe(0);
      }),
    );
  });

  it('of two zones with a common edge never hold the same person twice', () => {
    const left = new ZoneWatch(HALL.zones[0]);
    const right = new ZoneWatch({
      ...HALL.zones[1],
      polygon: [
        [9, 0],
        [12, 0],
        [12, 10],
        [9, 10],
      ],
    });
    const told = new Told();
    fc.assert(
      fc.property(fc.constantFrom(8.999, 9, 9.001), fc.double({ min: 0.1, max: 9.9, noNaN: true }), (x, y) => {
        for (const zone of [left, right]) zone.see(1, x, y, 0, 0, told, none);
        expect(left.endFrame(0, 0.1, told) + right.endFrame(0, 0.1, told)).toBe(1);
      }),
    );
  });
});
