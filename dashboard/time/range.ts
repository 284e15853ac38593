import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Range } from '../api.ts';
import { startOfDay } from './zone.ts';

export const PRESETS = ['15min', 'hour', 'today', 'yesterday'] as const;
export type Preset = (typeof PRESETS)[number];
export type RangeChoice = { kind: Preset } | { kind: 'custom'; fromMs: number; toMs: number };

export const presetNames: Record<Preset, string> = {
  '15min': '15 min',
  hour: '1 hour',
  today: 'Today',
  yesterday: 'Yesterday',
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ROLLING: Partial<Record<Preset, number>> = { '15min': 15 * MINUTE, hour: HOUR };

/** The half-open range of whole minutes that a choice means at the store's `nowMs`. */
export function rangeOf(choice: RangeChoice, nowMs: number, timeZone: string): Range {
  const [fromMs, toMs] = bounds(choice, nowMs, timeZone);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

function bounds(choice: RangeChoice, nowMs: number, timeZone: string): [number, number] {
  if (choice.kind === 'custom') return [choice.fromMs, choice.toMs];
  // The minute in progress is in: the gateway judges coverage only up to what can have come.
  const thisMinute = Math.ceil(nowMs / MINUTE) * MINUTE;
  const rolling = ROLLING[choice.kind];
  if (rolling !== undefined) return [thisMinute - rolling, thisMinute];
  const midnight = startOfDay(nowMs, timeZone);
  // In the day's first minute there is no whole minute yet, and a range without length is refused.
  if (choice.kind === 'today') return [midnight, Math.max(thisMinute, midnight + MINUTE)];
  return [startOfDay(nowMs, timeZone, -1), midnight];
}

/** What is wrong with a custom range; undefined when nothing is. */
export function rangeFault(fromMs: number | undefined, toMs: number | undefined): string | undefined {
  if (fromMs === undefined || toMs === undefined) return 'Give both a beginning and an end.';
  if (toMs <= fromMs) return 'The end must be later than the beginning.';
  if (toMs - fromMs > 366 * 24 * HOUR) return 'At most one year at once.';
  return undefined;
}

/** The bars a chart of this range has: enough to see a shape, few enough to tell one from the next. */
export function bucketOf(range: Range): BucketSize {
  const lengthMs = Date.parse(range.to) - Date.parse(range.from);
  if (lengthMs <= 3 * HOUR) return 'minute';
  return lengthMs <= 8 * 24 * HOUR ? 'hour' : 'day';
}

/** Whether the range moves on with the clock. */
export const isMoving = (choice: RangeChoice): boolean => choice.kind !== 'custom' && choice.kind !== 'yesterday';

/** The choice as the page's address keeps it, so that a reload and a shared link show the same. */
export function choiceToQuery(choice: RangeChoice): Record<string, string> {
  if (choice.kind !== 'custom') return { range: choice.kind };
  return { from: new Date(choice.fromMs).toISOString(), to: new Date(choice.toMs).toISOString() };
}

export function choiceFromQuery(search: string): RangeChoice {
  const query = new URLSearchParams(search);
  const fromMs = Date.parse(query.get('from') ?? '');
  const toMs = Date.parse(query.get('to') ?? '');
  if (!Number.isNaN(fromMs) && !Number.isNaN(toMs) && rangeFault(fromMs, toMs) === undefined) {
    return { kind: 'custom', fromMs, toMs };
  }
  const preset = PRESETS.find((it) => it === query.get('range'));
  return { kind: preset ?? 'today' };
}
