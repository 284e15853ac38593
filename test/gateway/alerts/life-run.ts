import fc from 'fast-check';
import { AT_REST, type Level, type LifeEvent, type RuleState, step } from '../../../gateway/alerts/life.ts';

export const rule = { windowS: 60, clearS: 30, cooldownS: 300 };

/** Runs levels at their times; answers what happened and what was left. */
export function live(
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
export const names = (events: ReturnType<typeof live>['events']) => events.map(([tS, event]) => `${tS} ${event}`);

export const levels = fc
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
