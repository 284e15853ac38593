import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT_REST, type Level, type LifeEvent, levelOf, type RuleState, step } from '../../../gateway/alerts/life.ts';

const rule = { windowS: 60, clearS: 30, cooldownS: 300 };

/** Runs levels at their times; answers what happened and what was left. */
function live(
  levels: readonly [tS: number, level: Level, quiet?: boolean][],
  start: RuleState = AT_REST,
  times = rule,
) {
  let state = start;
  let alerts = 0;
  const events: [number, LifeEvent, string | null][] = [];
  for (const [tS, level, quiet] of levels) {
    const next = step(times, state, level, tS * 1000, quiet);
    state = next.state;
    if (next.event === 'open') state = { ...state, alert: `a${++alerts}` };
    // A state is what the data base holds: nothing else may matter.
    state = JSON.parse(JSON.stringify(state)) as RuleState;
    if (next.event) events.push([tS, next.event, state.alert]);
  }
  return { state, events };
}
const names = (events: ReturnType<typeof live>['events']) => events.map(([tS, event]) => `${tS} ${event}`);

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

const levels = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 120 }), fc.constantFrom<Level>('over', 'between', 'clear', 'unknown')), {
    maxLength: 150,
  })
  .map((steps) => {
    let tS = 0;
    return steps.map(([waitS, level]): [number, Level] => {
      tS += waitS;
      return [tS, level];
    });
  });

describe('for any input', () => {
  it('events take turns, and a flapping input makes at most one alert for each time that it was away for a cooldown', () => {
    fc.assert(
      fc.property(levels, (input) => {
        const { events } = live(input);
        const life = events.map(([, event]) => event).filter((event) => event !== 'settle');
        life.forEach((event, i) => {
          if (i % 2 === 0) expect(['open', 'return']).toContain(event);
          else expect(event).toBe('close');
        });
        // The longest that it was not over bounds how many there can be.
        const opens = events.filter(([, event]) => event === 'open').map(([tS]) => tS);
        const closes = events.filter(([, event]) => event === 'close').map(([tS]) => tS);
        opens.slice(1).forEach((tS) => {
          const before = Math.max(...closes.filter((closeS) => closeS < tS));
          expect(tS - before).toBeGreaterThanOrEqual(rule.cooldownS);
        });
      }),
    );
  });

  it('an input that is never away for the cooldown makes one alert at most', () => {
    const flapping = fc.array(fc.tuple(fc.integer({ min: rule.windowS, max: 200 }), fc.integer({ min: 1, max: 140 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(flapping, (cycles) => {
        let tS = 0;
        const input: [number, Level][] = [];
        for (const [onS, offS] of cycles) {
          for (const [waitS, level] of [
            [1, 'over'],
            [onS, 'over'],
            [1, 'clear'],
            [offS, 'clear'],
          ] as const) {
            tS += waitS;
            input.push([tS, level]);
          }
        }
        expect(live(input).events.filter(([, event]) => event === 'open').length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('nothing opens that was not over, without a break, for the window', () => {
    fc.assert(
      fc.property(levels, (input) => {
        for (const [tS, event] of live(input).events) {
          if (event !== 'open' && event !== 'return') continue;
          const i = input.findIndex(([at]) => at === tS);
          let first = i;
          while (first > 0 && input[first - 1][1] === 'over') first--;
          expect(tS - input[first][0]).toBeGreaterThanOrEqual(rule.windowS);
        }
      }),
    );
  });
});
