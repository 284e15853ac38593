import type { Alert, AlertRules, AlertSourceKind } from '../../models/contract/alerts.ts';
import { percent } from '../format.ts';

export const sourceWords: Record<AlertSourceKind, string> = {
  'queue-length': 'Long queue',
  'queue-wait': 'Long wait',
  'shelf-empty': 'Empty shelf',
  'camera-lost': 'Camera lost',
  'node-silent': 'Node silent',
  'coverage-low': 'Little was seen',
  'door-wrong': 'Door counts wrong',
  'job-failed': 'Job failed',
  'import-rejected': 'Import with rejects',
};
export const severityWords: Record<Alert['severity'], string> = {
  info: 'For information',
  warning: 'Warning',
  critical: 'Critical',
};
export const statusWords: Record<Alert['status'], string> = {
  open: 'Open',
  claimed: 'Claimed',
  acknowledged: 'Seen',
  done: 'Done',
  'false-alarm': 'False alarm',
  closed: 'Over by itself',
};

export type Rule = AlertRules['rules'][number];

/** How often a rule was right, by those who settled its alerts; what nobody judged is in neither number. */
export function precisionWords({ done, falseAlarms, precision }: Rule): string {
  const judged = done + falseAlarms;
  return precision === null ? 'not judged yet' : `right ${done} of ${judged} times (${percent(precision)})`;
}

/** What an hour of it costs, in whole units of the currency; nothing where the store has not said. */
export function moneyWords(perHour: number, currency: string | undefined): string | undefined {
  if (perHour <= 0) return undefined;
  const style = currency === undefined ? {} : ({ style: 'currency', currency } as const);
  const digits = perHour < 10 ? 2 : 0;
  const options = { ...style, minimumFractionDigits: 0, maximumFractionDigits: digits };
  return `${new Intl.NumberFormat('en-GB', options).format(perHour)} an hour`;
}

export const isCurrent = ({ status }: Alert): boolean =>
  status === 'open' || status === 'claimed' || status === 'acknowledged';
