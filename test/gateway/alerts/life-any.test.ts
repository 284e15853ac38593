import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '../../../gateway/alerts/life.ts';
import { levels, live, rule } from './life-run.ts';

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
