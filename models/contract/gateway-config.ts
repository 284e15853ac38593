import Type, { type Static } from 'typebox';
import { AlertRoute, AlertRule } from './alerts.ts';
import { Channel, MailServer } from './channels.ts';
import { Id } from './ids.ts';
import { SignOnConfig } from './sign-on.ts';

const strict = { additionalProperties: false };
const Schedule = (text: string) =>
  Type.String({
    default: text,
    description: "five fields of cron on the store's clock: minute hour day month weekday",
  });

/** The gateway's own file, beside the sites': whom it tells what, and what it keeps. All of it may be left out. */
export const GatewayConfig = Type.Object(
  {
    version: Type.Literal(1, { default: 1 }),
    timeZone: Type.String({ default: 'UTC', description: 'of work that belongs to no store, such as back-ups' }),
    mail: Type.Optional(MailServer),
    signOn: Type.Optional(SignOnConfig),
    channels: Type.Array(Channel, { default: [] }),
    routes: Type.Array(AlertRoute, { default: [] }),
    alerts: Type.Object(
      {
        everyS: Type.Number({ minimum: 1, maximum: 600, default: 10, description: 'how often rules are looked at' }),
        defaults: Type.Boolean({ default: true, description: 'the rules that come with the gateway' }),
        rules: Type.Array(AlertRule, { default: [], description: 'one with the id of a default takes its place' }),
      },
      { ...strict, default: {} },
    ),
    reports: Type.Array(
      Type.Object(
        {
          id: Id,
          period: Type.Enum(['day', 'week']),
          stores: Type.Optional(Type.Array(Id, { minItems: 1, description: 'all where left out' })),
          channel: Type.String({ description: 'a channel of kind email' }),
          schedule: Type.Optional(
            Type.String({ description: 'as of back-ups; in the morning after the period where left out' }),
          ),
        },
        strict,
      ),
      { default: [] },
    ),
    backups: Type.Object(
      {
        enabled: Type.Boolean({ default: true }),
        folder: Type.Optional(Type.String({ description: 'backups/ in the state folder where left out' })),
        schedule: Schedule('15 2 * * *'),
        keep: Type.Integer({ minimum: 1, maximum: 1000, default: 7, description: 'newest ones that are kept' }),
      },
      { ...strict, default: {} },
    ),
    upkeep: Type.Object({ schedule: Schedule('45 3 * * *') }, { ...strict, default: {} }),
    retention: Type.Object({ schedule: Schedule('15 3 * * *') }, { ...strict, default: {} }),
  },
  { ...strict, title: 'Aisle gateway configuration' },
);
export type GatewayConfig = Static<typeof GatewayConfig>;
export type ReportConfig = GatewayConfig['reports'][number];
