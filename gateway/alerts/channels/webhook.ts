import { createHmac } from 'node:crypto';
import type { Static } from 'typebox';
import type { WebhookChannel } from '../../../models/contract/channels.ts';
import type { ChannelKindOf } from '../channel.ts';
import { guardedPost } from '../guarded-post.ts';

/**
 * Headers that prove who sent a body and when: HMAC-SHA256 of `id.timestamp.body` with the shared secret, base64. A
 * receiver drops what is older than some minutes, and ids that it has had.
 */
function signedHeaders(id: string, body: string, secret: string, wallMs: number): Record<string, string> {
  const timestamp = String(Math.trunc(wallMs / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** POSTs the notice as JSON, signed. */
export const webhook: ChannelKindOf<Static<typeof WebhookChannel>> = {
  kind: 'webhook',
  create({ url, secret, allow }, context) {
    const key = context.secret(secret);
    return {
      async send({ idempotency, payload }, signal) {
        const body = JSON.stringify(payload.kind === 'alert' ? payload.notice : payload.mail);
        const headers = {
          'content-type': payload.kind === 'alert' ? 'application/cloudevents+json' : 'application/json',
          'idempotency-key': idempotency,
          'user-agent': 'aisle',
          ...signedHeaders(idempotency, body, key, context.wall()),
        };
        await guardedPost(url, { headers, body, allow, signal });
      },
      close: async () => undefined,
    };
  },
};
