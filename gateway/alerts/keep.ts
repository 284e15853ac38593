import { uuidv7 } from 'uuidv7';
import type { AlertRule } from '../../models/contract/alerts.ts';
import type { Db } from '../store/tables.ts';
import type { RuleState } from './life.ts';
import { type Notifying, notify } from './notify.ts';
import type { Reading } from './source.ts';
import { note } from './trail.ts';

/** A reading with what an hour of it costs, where that is known. */
export type Priced = Reading & { money: number | null };

/** Writes down a new alert and tells whom it concerns. Answers its id. */
export async function openAlert(tx: Db, rule: AlertRule, reading: Priced, how: Notifying): Promise<string> {
  const { site, nowMs } = how;
  const id = uuidv7();
  const { source, department, severity, threshold, escalateAfterMinutes } = rule;
  const money = reading.money ?? rule.moneyPerHour;
  await tx
    .insertInto('alert')
    .values({
      ...{ id, store: site.store, rule: rule.id, source, subject: reading.subject, text: reading.text },
      ...{ department, severity, status: 'open', value: reading.value, threshold },
      ...{ money_per_hour: money, opened: nowMs, ended: null, returns: 0 },
      ...{ claimed_by: null, escalated: null },
      escalate_at: escalateAfterMinutes === undefined ? null : nowMs + escalateAfterMinutes * 60_000,
    })
    .execute();
  await note(tx, id, nowMs, 'opened');
  await notify(tx, id, 'opened', how);
  return id;
}

/** A subject at rest needs no row. */
export async function keepState(tx: Db, rule: string, store: string, subject: string, state: RuleState): Promise<void> {
  if (state.phase === 'quiet' && state.endedMs === null && state.alert === null) {
    const row = tx.deleteFrom('alert_state').where('rule', '=', rule);
    await row.where('store', '=', store).where('subject', '=', subject).execute();
    return;
  }
  const { phase, sinceMs: since, alert, endedMs: ended } = state;
  await tx
    .insertInto('alert_state')
    .values({ rule, store, subject, phase, since, alert, ended })
    .onConflict((oc) => oc.columns(['rule', 'store', 'subject']).doUpdateSet({ phase, since, alert, ended }))
    .execute();
}
