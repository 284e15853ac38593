import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Static } from 'typebox';
import type { EmailChannel } from '../../../models/contract/channels.ts';
import { type ChannelKindOf, DeliveryError } from '../channel.ts';
import { alertMail } from '../mail-text.ts';
import type { Payload } from '../outbox.ts';

/**
 * One message to all of `to`. Mail knows no idempotency: the Message-ID is made of the delivery's key, so that mailboxes
 * which look at it show a second try once.
 */
export const email: ChannelKindOf<Static<typeof EmailChannel>> = {
  kind: 'email',
  create({ to }, { mail, secret }) {
    if (!mail) throw new Error('an e-mail channel without a mail server');
    const { host, port, security, user, password, from } = mail;
    const transport = createTransport({
      ...{
        host,
        port,
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
      },
      ...(user !== undefined && { auth: { user, pass: password === undefined ? '' : secret(password) } }),
      ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 },
      // Nothing of a message is a path or a URL that the library should fetch.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
    const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'aisle.invalid';
    return {
      async send({ idempotency, payload }) {
        const { subject, text, html, attachments } = mailOf(payload);
        const messageId = `<${createHash('sha256').update(idempotency).digest('hex').slice(0, 32)}@${domain}>`;
        const files = attachments.map(({ name, contentType, content }) => ({ filename: name, contentType, content }));
        try {
          await transport.sendMail({ from, to, subject, text, html, attachments: files, messageId });
        } catch (error) {
          const { code, responseCode, message } = error as { code?: string; responseCode?: number; message: string };
          // 5xx of SMTP is for good, but for a login that an operator is about to correct.
          const final = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
          throw new DeliveryError(`the mail server: ${message}`, final, { cause: error });
        }
      },
      async close() {
        transport.close();
      },
    };
  },
};

const mailOf = (payload: Payload) => (payload.kind === 'report' ? payload.mail : alertMail(payload.notice));
