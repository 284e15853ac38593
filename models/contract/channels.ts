import Type, { type Static } from 'typebox';
import { Id } from './ids.ts';

const strict = { additionalProperties: false };
const Address = Type.String({ pattern: '^[^\\s@<>]+@[^\\s@<>]+$', maxLength: 254, description: 'an e-mail address' });

/** A secret: the text itself, or the name of the environment variable that holds it. Never answered, never logged. */
export const Secret = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object({ env: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }) }, strict),
]);
export type Secret = Static<typeof Secret>;

/** The mail server that all e-mail goes through. */
export const MailServer = Type.Object(
  {
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65535, default: 587 }),
    security: Type.Enum(['starttls', 'tls', 'none'], {
      default: 'starttls',
      description: 'none: only to a server on this machine',
    }),
    user: Type.Optional(Type.String()),
    password: Type.Optional(Secret),
    from: Type.String({ minLength: 3, description: 'sender, e.g. Aisle <aisle@example.org>' }),
  },
  strict,
);
export type MailServer = Static<typeof MailServer>;

export const EmailChannel = Type.Object(
  { id: Id, kind: Type.Literal('email'), to: Type.Array(Address, { minItems: 1 }) },
  strict,
);
export const WebhookChannel = Type.Object(
  {
    id: Id,
    kind: Type.Literal('webhook'),
    url: Type.String({ pattern: '^https?://' }),
    secret: Secret,
    allow: Type.Optional(
      Type.Array(Type.String(), {
        description: 'private addresses that it may reach nevertheless: IP or CIDR; http only reaches these',
      }),
    ),
  },
  strict,
);
export const PushChannel = Type.Object(
  {
    id: Id,
    kind: Type.Literal('push'),
    subject: Type.String({ pattern: '^(mailto:|https://)', description: 'whom a push service may ask about us' }),
    allow: Type.Optional(Type.Array(Type.String(), { description: 'as of a webhook' })),
  },
  strict,
);
export const MqttChannel = Type.Object({ id: Id, kind: Type.Literal('mqtt') }, strict);

export const Channel = Type.Union([EmailChannel, WebhookChannel, PushChannel, MqttChannel]);
export type Channel = Static<typeof Channel>;
