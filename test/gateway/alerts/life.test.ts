import { describe, expect, it } from 'vitest';
import { AT_REST, type Level, levelOf, type RuleState } from '../../../gateway/alerts/life.ts';
import { live, names } from './life-run.ts';

describe('an alert', () => {
  it.each<[string, [number, Level, boolean?][], string[]]>([
    [
      'opens after the window',
      [
        [0, 'over'],
        [59, 'over'],
        [60, 'over'],
        [90, 'over'],
      ],
      ['60 open'],
    ],
    [
      'does not open when the condition goes',
      [
        [0, 'over'],
        [59, 'clear'],
        [60, 'over'],
        [119, 'over'],
      ],
      [],
    ],
    [
      'does not open on what is not known',
      [
        [0, 'over'],
        [30, 'unknown'],
        [60, 'over'],
        [119, 'over'],
      ],
      [],
    ],
    [
      'closes after the condition was away',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'clear'],
        [99, 'clear'],
        [100, 'clear'],
      ],
      ['60 open', '100 close'],
    ],
    [
      'stays open in the hysteresis',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'between'],
        [700, 'between'],
      ],
      ['60 open'],
    ],
    [
      'does not close on what is not known',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'clear'],
        [80, 'unknown'],
        [100, 'clear'],
      ],
      ['60 open'],
    ],
    [
      'is the same one when it returns within the cooldown',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'clear'],
        [100, 'clear'],
        [200, 'over'],
        [260, 'over'],
      ],
      ['60 open', '100 close', '260 return'],
    ],
    [
      'is settled when the cooldown is over',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'clear'],
        [100, 'clear'],
        [399, 'clear'],
        [400, 'clear'],
        [500, 'clear'],
      ],
      ['60 open', '100 close', '400 settle'],
    ],
    [
      'is another one after the cooldown',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'clear'],
        [100, 'clear'],
        [400, 'clear'],
        [500, 'over'],
        [560, 'over'],
      ],
      ['60 open', '100 close', '400 settle', '560 open'],
    ],
    [
      'waits for the end of the quiet hours',
      [
        [0, 'over', true],
        [600, 'over', true],
        [700, 'over'],
      ],
      ['700 open'],
    ],
    [
      'closes in quiet hours too',
      [
        [0, 'over'],
        [60, 'over'],
        [70, 'clear', true],
        [100, 'clear', true],
      ],
      ['60 open', '100 close'],
    ],
    [
      'does not wait for a clock that was put back',
      [
        [1000, 'over'],
        [1060, 'over'],
        [10, 'clear'],
        [40, 'clear'],
      ],
      ['1060 open', '40 close'],
    ],
  ])('%s', (_, levels, expected) => {
    expect(names(live(levels).events)).toEqual(expected);
  });

  it('opens and closes at once without window', () => {
    const times = { windowS: 0, clearS: 0, cooldownS: 0 };
    expect(
      names(
        live(
          [
            [0, 'over'],
            [1, 'clear'],
            [2, 'clear'],
            [3, 'over'],
          ],
          AT_REST,
          times,
        ).events,
      ),
    ).toEqual(['0 open', '1 close', '2 settle', '3 open']);
  });

  it('that people have settled comes again only when it was over and has cooled down', () => {
    const handled: RuleState = { phase: 'handled', sinceMs: 0, alert: 'a0', endedMs: null };
    expect(
      names(
        live(
          [
            [10, 'over'],
            [9000, 'over'],
          ],
          handled,
        ).events,
      ),
    ).toEqual([]);
    const later = live(
      [
        [10, 'clear'],
        [20, 'over'],
        [80, 'over'],
        [309, 'over'],
        [310, 'over'],
      ],
      handled,
    );
    expect(later.events).toEqual([[310, 'open', 'a1']]);
  });
});

it.each([
  [5, { threshold: 5 }, false, 'over'],
  [4.9, { threshold: 5 }, false, 'clear'],
  [4.9, { threshold: 5, clearAt: 3 }, false, 'between'],
  [3, { threshold: 5, clearAt: 3 }, false, 'between'],
  [2.9, { threshold: 5, clearAt: 3 }, false, 'clear'],
  [0.8, { threshold: 0.8 }, true, 'clear'],
  [0.79, { threshold: 0.8, clearAt: 0.9 }, true, 'over'],
  [0.85, { threshold: 0.8, clearAt: 0.9 }, true, 'between'],
  [0.95, { threshold: 0.8, clearAt: 0.9 }, true, 'clear'],
  [null, { threshold: 1 }, false, 'unknown'],
])('%s against %o (below: %s) is %s', (value, limits, below, level) => {
  expect(levelOf(value, limits, below)).toBe(level);
});
