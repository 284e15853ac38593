import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import type { PushChannel } from '../../../models/contract/channels.ts';
import { type ChannelKindOf, DeliveryError } from '../channel.ts';
import { guardedPost } from '../guarded-post.ts';
import { encryptPush, vapidHeader } from '../web-push.ts';

/** A browser that is off for longer hears of it on the page. */
const TTL_S = 4 * 3600;
const URGENCY = { info: 'low', warning: 'normal', critical: 'high' } as const;

/** Tells every browser that has subscribed at the alert's store. One that is gone for good is forgotten. */
export const push: ChannelKindOf<Static<typeof PushChannel>> = {
  kind: 'push',
  create({ subject, allow }, { db, pushKeys, wall }) {
    if (!pushKeys) throw new Error('a push channel without keys');
    return {
      async send({ idempotency, payload }, signal) {
        if (payload.kind !== 'alert') throw new DeliveryError('a report is no push message', true);
        const { change, alert } = payload.notice.data;
        const { id, store, text, severity } = alert;
        const plain = Buffer.from(
          JSON.stringify({ key: idempotency, change, id, store, text: text.slice(0, 500), severity }),
        );
        const rows = await db.selectFrom('push_subscription').selectAll().where('store', '=', store).execute();
        const faults: unknown[] = [];
        for (const { id: row, endpoint, p256dh, auth } of rows) {
          const headers = {
            authorization: vapidHeader(endpoint, subject, pushKeys, wall()),
            ...{ 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: String(TTL_S) },
            // A second try, or the end of the alert, takes the place of what has not been shown yet.
            ...{ urgency: URGENCY[severity], topic: topicOf(id) },
          };
          try {
            const body = encryptPush(plain, { endpoint, keys: { p256dh, auth } });
            await guardedPost(endpoint, { headers, body, allow, signal });
          } catch (error) {
            const gone = error instanceof DeliveryError && /answered (404|410)/.test(error.message);
            if (gone) await db.deleteFrom('push_subscription').where('id', '=', row).execute();
            else faults.push(error);
          }
        }
        // One browser whose service is away must not keep the others waiting, but it is tried again.
        const again = faults.find((fault) => !(fault instanceof DeliveryError && fault.final));
        if (again ?? faults[0]) throw again ?? faults[0];
      },
      close: async () => undefined,
    };
  },
};

/** At most 32 characters of base64url (RFC 8030, section 5.4). */
const topicOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 32);
