import type { Alert } from '../../models/contract/alerts.ts';
import { instant } from '../../models/contract/ids.ts';
import { GATEWAY_STORE } from './place.ts';
import type { AlertTables } from './tables.ts';

/** An alert as the API and the channels tell it. */
export const alertOf = (row: AlertTables['alert']): Alert => ({
  id: row.id,
  store: row.store === GATEWAY_STORE ? null : row.store,
  rule: row.rule,
  source: row.source,
  subject: row.subject,
  text: row.text,
  department: row.department,
  severity: row.severity,
  status: row.status,
  value: row.value,
  threshold: row.threshold,
  moneyPerHour: row.money_per_hour,
  opened: instant(Number(row.opened)),
  over: row.ended === null ? null : instant(Number(row.ended)),
  returns: row.returns,
  claimedBy: row.claimed_by,
  escalated: row.escalated === null ? null : instant(Number(row.escalated)),
});

/** People have said what it was. */
export const isSettled = (status: Alert['status']): boolean => status === 'done' || status === 'false-alarm';
