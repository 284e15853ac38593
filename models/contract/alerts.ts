import Type, { type Static } from 'typebox';
import { Count, Fraction, Id, Instant } from './ids.ts';

const strict = { additionalProperties: false };
const Clock = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d$',
  description: "times of the store's clock, e.g. 22:00-06:00; the end is not part of it",
});
export const DEPARTMENTS_NOTE = 'who looks after it, e.g. checkout, stock, it';
const Department = Type.String({ pattern: '^[a-z0-9-]{1,64}$', description: DEPARTMENTS_NOTE });
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
/** Where readings come from; each is a file in gateway/alerts/sources. */
export const ALERT_SOURCES = [
  'queue-length',
  'queue-wait',
  'shelf-empty',
  'camera-lost',
  'node-silent',
  'coverage-low',
  'door-wrong',
  'job-failed',
  'import-rejected',
] as const;
export type AlertSourceKind = (typeof ALERT_SOURCES)[number];

/** When to tell whom of what. Durations in seconds of the store's own clock. */
export const AlertRule = Type.Object(
  {
    id: Id,
    source: Type.Enum(ALERT_SOURCES),
    stores: Type.Optional(Type.Array(Id, { minItems: 1, description: 'all where left out' })),
    subjects: Type.Optional(
      Type.Array(Type.String(), { minItems: 1, description: 'queues, facings, cameras … by id; all where left out' }),
    ),
    threshold: Type.Number({ description: 'over it from this value on (coverage-low: below it)' }),
    clearAt: Type.Optional(
      Type.Number({ description: 'over again when back past this value; where left out, past the threshold' }),
    ),
    windowS: Type.Number({ minimum: 0, default: 0, description: 'it opens when the condition has held for so long' }),
    clearS: Type.Number({ minimum: 0, default: 60, description: 'it closes when the condition was away for so long' }),
    cooldownS: Type.Number({
      minimum: 0,
      default: 900,
      description: 'what comes back within this time after its end is the same alert, not a new one',
    }),
    quietHours: Type.Optional(Clock),
    department: Department,
    severity: Type.Enum(SEVERITIES, { default: 'warning' }),
    moneyPerHour: Type.Number({
      minimum: 0,
      default: 0,
      description: 'what an hour of it costs, in the currency of the store; alerts are ordered by it',
    }),
    escalateAfterMinutes: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'unclaimed for so long it goes to the region' }),
    ),
    enabled: Type.Boolean({ default: true }),
  },
  strict,
);
export type AlertRule = Static<typeof AlertRule>;

/** Whom an alert goes to. A route without `departments`, `severities`, `stores`, `regions` takes all of them. */
export const AlertRoute = Type.Object(
  {
    departments: Type.Optional(Type.Array(Department)),
    severities: Type.Optional(Type.Array(Type.Enum(SEVERITIES))),
    stores: Type.Optional(Type.Array(Id)),
    regions: Type.Optional(Type.Array(Id)),
    level: Type.Enum(['store', 'region'], {
      default: 'store',
      description: 'region: what was escalated, and the gateway’s own',
    }),
    shift: Type.Optional(Clock),
    days: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { description: 'weekdays of the shift; 1 is Monday' }),
    ),
    channels: Type.Array(Id, { minItems: 1 }),
  },
  strict,
);
export type AlertRoute = Static<typeof AlertRoute>;

export const ALERT_STATUS = ['open', 'claimed', 'acknowledged', 'done', 'false-alarm', 'closed'] as const;
export type AlertStatus = (typeof ALERT_STATUS)[number];
/** What people do to an alert. */
export const ALERT_ACTIONS = ['claim', 'release', 'acknowledge', 'done', 'false-alarm'] as const;
export type AlertAction = (typeof ALERT_ACTIONS)[number];
const Maybe = <T extends ReturnType<typeof Type.String>>(type: T) => Type.Union([type, Type.Null()]);

export const Alert = Type.Object(
  {
    id: Type.String(),
    store: Type.Union([Id, Type.Null()], { description: 'null: it is about the gateway itself' }),
    rule: Id,
    source: Type.Enum(ALERT_SOURCES),
    subject: Type.String(),
    text: Type.String({ description: 'what is the matter, in a sentence' }),
    department: Type.String(),
    severity: Type.Enum(SEVERITIES),
    status: Type.Enum(ALERT_STATUS, { description: 'closed: the condition was over before anybody said done' }),
    value: Type.Union([Type.Number(), Type.Null()], { description: 'newest reading; null: not known' }),
    threshold: Type.Number(),
    moneyPerHour: Type.Number(),
    opened: Instant,
    over: Type.Union([Instant, Type.Null()], { description: 'when the condition ended; null: it lasts' }),
    returns: Type.Integer({ minimum: 0, description: 'how often it came back within its cooldown' }),
    claimedBy: Maybe(Type.String()),
    escalated: Type.Union([Instant, Type.Null()]),
  },
  strict,
);
export type Alert = Static<typeof Alert>;

export const Alerts = Type.Object(
  {
    now: Instant,
    alerts: Type.Array(Alert, {
      description: 'current ones the costliest first, then the oldest; all of them the newest first',
    }),
    next: Type.Union([Type.String(), Type.Null()], { description: 'cursor of the rest; null: there is none' }),
  },
  strict,
);
export type Alerts = Static<typeof Alerts>;
export const AlertsQuery = Type.Object(
  {
    status: Type.Optional(
      Type.Enum(['current', 'all'], {
        description: 'current, which it is where left out: open, claimed or acknowledged',
      }),
    ),
    department: Type.Optional(Department),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
);

export const AlertPatch = Type.Object(
  {
    action: Type.Enum(ALERT_ACTIONS),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);
export type AlertPatch = Static<typeof AlertPatch>;

/** A rule and how often it was right, as people said. */
export const AlertRules = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          ...AlertRule.properties,
          opened: Count,
          done: Count,
          falseAlarms: Count,
          precision: Type.Union([Fraction, Type.Null()], {
            description: 'done ÷ (done + false alarms); null: neither',
          }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type AlertRules = Static<typeof AlertRules>;

/** What the outbox of each channel holds. No address, no secret. */
export const AlertChannels = Type.Object(
  {
    channels: Type.Array(
      Type.Object(
        {
          id: Id,
          kind: Type.String(),
          waiting: Count,
          sent: Count,
          dead: Type.Integer({ minimum: 0, description: 'given up after all tries' }),
          lastError: Maybe(Type.String()),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type AlertChannels = Static<typeof AlertChannels>;

/** What a channel tells of an alert: the body of a webhook, of an MQTT message and of a web push. */
export const AlertNotice = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String({ description: 'the same for each try: who has it already drops it' }),
    source: Type.String({ description: 'aisle/1/{store}/gateway; of the gateway itself aisle/1/_/gateway' }),
    type: Type.Literal('aisle.event.alert'),
    time: Instant,
    data: Type.Object({ change: Type.Enum(['opened', 'returned', 'escalated', 'closed']), alert: Alert }, strict),
  },
  strict,
);
export type AlertNotice = Static<typeof AlertNotice>;
export type AlertChange = AlertNotice['data']['change'];

/** A browser that wants to be told, as its PushSubscription says. */
export const PushSubscription = Type.Object(
  {
    endpoint: Type.String({ pattern: '^https?://', maxLength: 1000 }),
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{86,88}=?$' }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{21,24}={0,2}$' }),
      },
      strict,
    ),
    expirationTime: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  },
  strict,
);
export type PushSubscription = Static<typeof PushSubscription>;
export const PushKey = Type.Object({ publicKey: Maybe(Type.String()) }, strict);

/** What has happened to an alert, as those hear who watch. */
export const LIVE_ALERT_CHANGES = [
  ...(['opened', 'returned', 'closed', 'escalated'] as const),
  ...(['claim', 'release', 'acknowledge', 'done', 'false-alarm'] as const),
] as const;
export type LiveAlertChange = (typeof LIVE_ALERT_CHANGES)[number];
