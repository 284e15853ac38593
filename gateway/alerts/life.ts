import type { AlertRule } from '../../models/contract/alerts.ts';

/**
 * Where a rule stands with one subject. `quiet`: nothing is the matter; `pending`: over the threshold, but not yet for
 * the window; `open`; `closing`: back, but not yet for long enough; `handled`: people have settled it and it still lasts.
 */
export type Phase = 'quiet' | 'pending' | 'open' | 'closing' | 'handled';

export interface RuleState {
  phase: Phase;
  sinceMs: number;
  /** The alert at hand; of a quiet one the alert that would come back, until its cooldown is over. */
  alert: string | null;
  /** When the condition last ended. */
  endedMs: number | null;
}

/** `return`: the same alert again; `settle`: it is over for good, its cooldown included. */
export type LifeEvent = 'open' | 'return' | 'close' | 'settle';

export const AT_REST: RuleState = { phase: 'quiet', sinceMs: 0, alert: null, endedMs: null };

type Times = Pick<AlertRule, 'windowS' | 'clearS' | 'cooldownS'>;
/** A reading against the rule. Between `over` and `clear` lies the hysteresis; `unknown` concludes nothing. */
export type Level = 'over' | 'between' | 'clear' | 'unknown';

export function levelOf(
  value: number | null,
  rule: Pick<AlertRule, 'threshold' | 'clearAt'>,
  overIsBelow = false,
): Level {
  if (value === null || Number.isNaN(value)) return 'unknown';
  const sign = overIsBelow ? -1 : 1;
  // From the threshold on above, only past it below: coverage of exactly 0.8 is not below 0.8.
  const over = overIsBelow ? value < rule.threshold : value >= rule.threshold;
  if (over) return 'over';
  return rule.clearAt === undefined || sign * value < sign * rule.clearAt ? 'clear' : 'between';
}

/**
 * One step of one rule and one subject at `nowMs`. Pure: the caller keeps the state, makes the alert of an `open` and
 * writes its id into the state. In `quietHours` nothing opens; what lasts until they end opens then.
 */
export function step(
  rule: Times,
  before: RuleState,
  level: Level,
  nowMs: number,
  quietHours = false,
): { state: RuleState; event: LifeEvent | null } {
  // A clock that was put back must not make anything wait until it is there again.
  const sinceMs = Math.min(before.sinceMs, nowMs);
  const state: RuleState = { ...before, sinceMs };
  const { alert, endedMs } = state;
  const cooled = (atMs: number) => endedMs === null || atMs >= endedMs + rule.cooldownS * 1000;
  const heldS = (fromMs: number) => (nowMs - fromMs) / 1000;
  const enter = (phase: Phase, change: Partial<RuleState> = {}): RuleState => ({
    ...state,
    phase,
    sinceMs: nowMs,
    ...change,
  });

  switch (state.phase) {
    case 'quiet':
    case 'pending': {
      const fromMs = state.phase === 'pending' ? sinceMs : nowMs;
      if (level !== 'over') {
        const rest = state.phase === 'pending' ? enter('quiet') : state;
        if (!cooled(nowMs)) return { state: rest, event: null };
        const forgotten = { ...rest, alert: null, endedMs: null };
        return { state: forgotten, event: alert === null ? null : 'settle' };
      }
      const pending = enter('pending', { sinceMs: fromMs });
      if (heldS(fromMs) < rule.windowS || quietHours) return { state: pending, event: null };
      if (cooled(fromMs)) return { state: enter('open'), event: 'open' };
      if (alert !== null) return { state: enter('open', { endedMs: null }), event: 'return' };
      // People have settled it: it may come again when it has cooled down.
      return cooled(nowMs) ? { state: enter('open'), event: 'open' } : { state: pending, event: null };
    }
    case 'open':
    case 'closing': {
      if (level !== 'clear') return { state: state.phase === 'open' ? state : enter('open'), event: null };
      const fromMs = state.phase === 'closing' ? sinceMs : nowMs;
      if (heldS(fromMs) < rule.clearS) return { state: enter('closing', { sinceMs: fromMs }), event: null };
      return { state: enter('quiet', { endedMs: nowMs }), event: 'close' };
    }
    case 'handled':
      if (level !== 'clear') return { state, event: null };
      return { state: enter('quiet', { alert: null, endedMs: nowMs }), event: null };
  }
}
