import type { Generated } from 'kysely';
import type { AlertRule, AlertSourceKind, AlertStatus } from '../../models/contract/alerts.ts';
import type { Phase } from './life.ts';

/** The tables of alerts and of what is sent about them. Times are UTC milliseconds. */
export interface AlertTables {
  alert: {
    id: string;
    store: string;
    rule: string;
    source: AlertSourceKind;
    subject: string;
    text: string;
    department: string;
    severity: AlertRule['severity'];
    status: AlertStatus;
    value: number | null;
    threshold: number;
    money_per_hour: number;
    opened: number;
    /** When its condition ended; null while it lasts. */
    ended: number | null;
    returns: number;
    claimed_by: string | null;
    /** When it goes to the region if nobody has claimed it. */
    escalate_at: number | null;
    escalated: number | null;
  };
  /** Who did what to an alert; the engine is an actor too. Nothing is ever changed or removed here but by retention. */
  alert_change: {
    id: Generated<number>;
    alert: string;
    at: number;
    actor: string;
    change: string;
    note: string | null;
  };
  /** Where each rule stands with each subject. */
  alert_state: {
    rule: string;
    store: string;
    subject: string;
    phase: Phase;
    since: number;
    alert: string | null;
    ended: number | null;
  };
  /** What events said last of each subject. */
  alert_signal: {
    source: string;
    store: string;
    subject: string;
    value: number | null;
    at: number;
    text: string;
  };
  /** How far the messages have been read for their events. */
  alert_cursor: { name: string; message: number };
  /** What is to be sent, in order within a `sequence` (an alert, a report). Times are those of the wall's clock. */
  delivery: {
    id: Generated<number>;
    idempotency: string;
    channel: string;
    sequence: string;
    payload: string;
    state: 'waiting' | 'sent' | 'dead';
    attempts: number;
    next_at: number;
    created: number;
    sent: number | null;
    error: string | null;
    holder: string | null;
    lease_until: number | null;
  };
  push_subscription: {
    id: Generated<number>;
    endpoint: string;
    p256dh: string;
    auth: string;
    store: string;
    created: number;
  };
}
