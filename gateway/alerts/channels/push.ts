import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import type { PushSubscription } from '../../../models/contract/alerts.ts';
import type { PushChannel } from '../../../models/contract/channels.ts';
import { type ChannelKindOf, DeliveryError } from '../channel.ts';
import { guardedPost } from '../guarded-post.ts';
import { encryptPush, vapidHeader } from '../web-push.ts';

/** A browser that is off for longer hears of it on the page. */
const TTL_S = 4 * 3600;
const AT_ONCE = 16;
/** All browsers of a store together: less than the lease of a delivery. */
const ALL_MS = 60_000;
const MOST_TOLD = 1000;
const URGENCY = { info: 'low', warning: 'normal', critical: 'high' } as const;

/** Tells every browser that has subscribed at the alert's store, and so none of what is the gateway's own. One that is gone for good is forgotten. */
export const push: ChannelKindOf<Static<typeof PushChannel>> = {
  kind: 'push',
  create({ subject, allow }, { db, pushKeys, wall }) {
    if (!pushKeys) throw new Error('a push channel without keys');
    /** Who has had which news: a second try for one browser does not tell the others again. */
    const told = new Map<string, Set<number>>();
    const forget = async (row: number) => {
      await db.deleteFrom('push_subscription').where('id', '=', row).execute();
    };
    return {
      async send({ idempotency, payload }, signal) {
        if (payload.kind !== 'alert') throw new DeliveryError('a report is no push message', true);
        const { change, alert } = payload.notice.data;
        const { id, store, text, severity } = alert;
        const plain = Buffer.from(
          JSON.stringify({ key: idempotency, change, id, store, text: text.slice(0, 500), severity }),
        );
        const rows = await db
          .selectFrom('push_subscription')
          .selectAll()
          .where('store', '=', store ?? '')
          .execute();
        const had = told.get(idempotency) ?? new Set<number>();
        told.delete(idempotency);
        told.set(idempotency, had);
        if (told.size > MOST_TOLD) told.delete(told.keys().next().value!);
        const faults: unknown[] = [];
        const ends = AbortSignal.any([signal, AbortSignal.timeout(ALL_MS)]);
        const waiting = rows.filter(({ id: row }) => !had.has(row));
        const tell = async ({ id: row, endpoint, p256dh, auth }: (typeof rows)[number]) => {
          const body = encrypted(plain, { endpoint, keys: { p256dh, auth } });
          if (body === undefined) return forget(row);
          const headers = {
            authorization: vapidHeader(endpoint, subject, pushKeys, wall()),
            ...{ 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: String(TTL_S) },
            // A second try, or the end of the alert, takes the place of what has not been shown yet.
            ...{ urgency: URGENCY[severity], topic: topicOf(id) },
          };
          try {
            await guardedPost(endpoint, { headers, body, allow, signal: ends });
            had.add(row);
          } catch (error) {
            const gone = error instanceof DeliveryError && /answered (404|410)/.test(error.message);
            if (gone) await forget(row);
            else faults.push(error);
          }
        };
        const lane = async () => {
          for (let next = waiting.shift(); next; next = waiting.shift()) await tell(next);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, lane));
        // One browser whose service is away must not keep the others waiting, but it is tried again.
        const again = faults.find((fault) => !(fault instanceof DeliveryError && fault.final));
        if (again ?? faults[0]) throw again ?? faults[0];
      },
      close: async () => undefined,
    };
  },
};

/** Undefined where the browser's keys are none: nothing can ever be sent to it. */
function encrypted(plain: Buffer, subscription: PushSubscription): Buffer | undefined {
  try {
    return encryptPush(plain, subscription);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

/** At most 32 characters of base64url (RFC 8030, section 5.4). */
const topicOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 32);
