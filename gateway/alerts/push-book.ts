import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PushSubscription } from '../../models/contract/alerts.ts';
import { AisleError } from '../../models/contract/errors.ts';
import type { Db } from '../store/tables.ts';
import type { PushKeys } from './channel.ts';
import { createPushKeys } from './web-push.ts';

/** The gateway's key pair for web push, made once. It lies beside the data base and not in it: no back-up holds it. */
export function loadPushKeys(statePath: string): PushKeys {
  const path = join(statePath, 'push-key.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as PushKeys;
  const keys = createPushKeys();
  writeFileSync(path, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** The browsers of one store that want to be told. */
const MOST = 1000;

/** Keeps a browser; one that is there already with its newest keys. Throws BAD_INPUT when a store has too many. */
export async function subscribe(db: Db, store: string, { endpoint, keys }: PushSubscription, wallMs: number) {
  const count = await db
    .selectFrom('push_subscription')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('store', '=', store)
    .executeTakeFirst();
  if (Number(count?.count ?? 0) >= MOST) {
    throw new AisleError('BAD_INPUT', `${MOST} browsers are subscribed at ${store}`, 'Let some of them unsubscribe.');
  }
  const { p256dh, auth } = keys;
  await db
    .insertInto('push_subscription')
    .values({ endpoint, p256dh, auth, store, created: wallMs })
    .onConflict((oc) => oc.columns(['endpoint', 'store']).doUpdateSet({ p256dh, auth }))
    .execute();
}

export async function unsubscribe(db: Db, store: string, endpoint: string): Promise<void> {
  await db.deleteFrom('push_subscription').where('store', '=', store).where('endpoint', '=', endpoint).execute();
}
