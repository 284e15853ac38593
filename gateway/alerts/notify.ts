import type { AlertChange, AlertNotice, AlertRoute } from '../../models/contract/alerts.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Db } from '../store/tables.ts';
import { putDeliveries } from './outbox.ts';
import { GATEWAY_PLACE, GATEWAY_STORE, type Place } from './place.ts';
import { channelsFor } from './routing.ts';
import { alertOf } from './rows.ts';

export interface Notifying {
  routes: readonly AlertRoute[];
  site: Place;
  nowMs: number;
  wallMs: number;
}

/**
 * Puts the news of an alert into the outbox of whom it concerns, in the caller's transaction: what opens goes by the
 * routes of the hour, what was escalated to the region, and that it is over to all who heard of it. Each once.
 */
export async function notify(tx: Db, id: string, change: AlertChange, how: Notifying): Promise<void> {
  const row = await tx.selectFrom('alert').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { routes, site, nowMs, wallMs } = how;
  const channels =
    change === 'closed'
      ? await whoHeard(tx, id)
      : levelsOf(site, change).flatMap((level) => channelsFor(routes, level, row, site, nowMs));
  const notice: AlertNotice = {
    specversion: '1.0',
    id: `${id}/${change}`,
    source: `aisle/1/${row.store || GATEWAY_PLACE}/gateway`,
    type: 'aisle.event.alert',
    time: instant(nowMs),
    data: { change, alert: alertOf(row) },
  };
  const deliveries = [...new Set(channels)].map((channel) => ({
    idempotency: `${id}/${change}/${channel}`,
    channel,
    sequence: id,
    payload: { kind: 'alert' as const, notice },
  }));
  await putDeliveries(tx, deliveries, wallMs);
}

/** The gateway has no store: what is the matter with it goes to the region from the first. */
const levelsOf = ({ store }: Place, change: AlertChange): AlertRoute['level'][] =>
  change === 'escalated' ? ['region'] : store === GATEWAY_STORE ? ['store', 'region'] : ['store'];

async function whoHeard(tx: Db, id: string): Promise<string[]> {
  const rows = await tx.selectFrom('delivery').select('channel').distinct().where('sequence', '=', id).execute();
  return rows.map(({ channel }) => channel);
}
