import Type, { type Static } from 'typebox';
import { ZoneRow } from './aggregate.ts';
import { CameraEvent } from './event.ts';
import { Id, Instant } from './ids.ts';
import { BirthMessage, type CameraState, HealthMessage, LiveMessage, StateMessage } from './node-messages.ts';
import { LINE_ROLES, Line, ZONE_KINDS, Zone } from './site.ts';

/** What the gateway's API answers. Ranges are half-open `[from, to)`, RFC 3339. Shared with the page. */
const strict = { additionalProperties: false };
const Known = Type.Union([Type.Number(), Type.Null()], { description: 'null: not known' });
const Coverage = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'share of the time that was really seen; null: no camera reported',
});
/** A 95 % interval of a count. */
export const Interval = Type.Tuple([Type.Number(), Type.Number()]);

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    fix: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
  },
  { title: 'Problem (RFC 9457)' },
);
export type Problem = Static<typeof Problem>;

export const RangeQuery = Type.Object(
  { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), floor: Type.Optional(Id) },
  strict,
);
export const BUCKETS = ['minute', 'hour', 'day', 'total'] as const;
export const SeriesQuery = Type.Object(
  { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), bucket: Type.Optional(Type.Enum(BUCKETS)) },
  strict,
);
export type BucketSize = (typeof BUCKETS)[number];
const range = { from: Instant, to: Instant };

export const StoreSummary = Type.Object(
  {
    store: Id,
    name: Type.String(),
    region: Type.Union([Id, Type.Null()]),
    timeZone: Type.String(),
    siteRevision: Type.String(),
    clock: Type.Enum(['wall', 'simulated']),
    now: Type.String({ description: "the store's own time, with offset" }),
  },
  strict,
);
export type StoreSummary = Static<typeof StoreSummary>;
export const Stores = Type.Object({ stores: Type.Array(StoreSummary) }, strict);

/** The plan as the page draws it, and what it must say beside it. */
export const StoreDetail = Type.Object(
  {
    ...StoreSummary.properties,
    floors: Type.Array(
      Type.Object({ id: Id, widthM: Type.Number(), heightM: Type.Number(), cellM: Type.Number() }, strict),
    ),
    zones: Type.Array(
      Type.Object(
        { id: Id, name: Type.String(), floor: Id, kind: Type.Enum(ZONE_KINDS), polygon: Zone.properties.polygon },
        strict,
      ),
    ),
    lines: Type.Array(
      Type.Object(
        {
          id: Id,
          name: Type.String(),
          floor: Id,
          role: Type.Enum(LINE_ROLES),
          from: Line.properties.from,
          to: Line.properties.to,
          in: Line.properties.in,
        },
        strict,
      ),
    ),
    privacy: Type.Object({ k: Type.Integer(), heatMinutes: Type.Integer() }, strict),
    footage: Type.Enum(['camera', 'recording', 'simulated', 'none']),
    notices: Type.Array(Type.String(), { description: 'what a reader of the numbers must know' }),
  },
  strict,
);
export type StoreDetail = Static<typeof StoreDetail>;

export const TrafficPoint = Type.Object(
  {
    start: Instant,
    seconds: Type.Integer(),
    line: Id,
    in: Known,
    out: Known,
    inInterval: Type.Union([Interval, Type.Null()]),
    outInterval: Type.Union([Interval, Type.Null()]),
    coverage: Coverage,
  },
  strict,
);
export const Traffic = Type.Object({ ...range, bucket: Type.Enum(BUCKETS), points: Type.Array(TrafficPoint) }, strict);
export type Traffic = Static<typeof Traffic>;

export const Heat = Type.Object(
  {
    ...range,
    floor: Id,
    cellM: Type.Number(),
    columns: Type.Integer(),
    rows: Type.Integer(),
    personS: Type.Array(Known, { description: 'dense, row by row; null where suppressed' }),
    visits: Type.Array(Known, {
      description: 'sum of the periods’ distinct visits: one visit on the border of two periods is in both',
    }),
    totalPersonS: Type.Number({ description: 'of all cells, suppressed and unplaced ones with them' }),
    unplaced: Type.Object({ personS: Type.Number(), visits: Type.Integer() }, strict),
    suppressed: Type.Boolean(),
    suppressedCells: Type.Integer(),
    k: Type.Integer({ description: 'fewest distinct visits that a published cell has, by its largest single period' }),
    coverage: Coverage,
    latest: Type.Union([Instant, Type.Null()], { description: 'end of the newest period in the sum' }),
  },
  strict,
);
export type Heat = Static<typeof Heat>;

const ZoneFigures = Type.Object(
  {
    visits: Known,
    visitsInterval: Type.Union([Interval, Type.Null()]),
    ended: Known,
    censored: Known,
    engaged: Known,
    dwellS: Type.Object({ mean: Known, p50: Known, p90: Known }, strict),
    dwellHistogram: ZoneRow.properties.dwellHistogram,
    occupancy: Type.Object({ mean: Known, max: Known }, strict),
    personS: Known,
    coverage: Coverage,
  },
  strict,
);
export const ZoneAnswer = Type.Object(
  {
    ...range,
    zone: Id,
    name: Type.String(),
    kind: Type.Enum(ZONE_KINDS),
    bucket: Type.Enum(BUCKETS),
    total: ZoneFigures,
    points: Type.Array(Type.Object({ start: Instant, seconds: Type.Integer(), ...ZoneFigures.properties }, strict)),
  },
  strict,
);
export type ZoneAnswer = Static<typeof ZoneAnswer>;
export const ZonesAnswer = Type.Object(
  {
    ...range,
    zones: Type.Array(
      Type.Object({ zone: Id, name: Type.String(), kind: Type.Enum(ZONE_KINDS), ...ZoneFigures.properties }, strict),
    ),
  },
  strict,
);
export type ZonesAnswer = Static<typeof ZonesAnswer>;

export const Flows = Type.Object(
  {
    ...range,
    flows: Type.Array(
      Type.Object(
        { from: Id, to: Id, count: Known, suppressed: Type.Boolean(), interval: Type.Union([Interval, Type.Null()]) },
        strict,
      ),
    ),
    unplaced: Type.Integer(),
  },
  strict,
);
export type Flows = Static<typeof Flows>;

export const Today = Type.Object(
  {
    date: Type.String({ description: "the store's calendar day" }),
    ...range,
    now: Instant,
    entries: Type.Object({ value: Known, interval: Type.Union([Interval, Type.Null()]), coverage: Coverage }, strict),
    exits: Type.Object({ value: Known, interval: Type.Union([Interval, Type.Null()]), coverage: Coverage }, strict),
    peopleNow: Type.Object({ value: Known, at: Type.Union([Instant, Type.Null()]), stale: Type.Boolean() }, strict),
    averageOnFloor: Type.Object({ value: Known, max: Known, personS: Known, coverage: Coverage }, strict),
    zones: ZonesAnswer.properties.zones,
    comparison: Type.Union(
      [Type.Object({ date: Type.String(), entries: Known, coverage: Coverage }, strict), Type.Null()],
      { description: 'the same weekday a week ago up to the same time; null where nothing was seen' },
    ),
  },
  strict,
);
export type Today = Static<typeof Today>;

export const NodeAnswer = Type.Object(
  {
    store: Id,
    node: Id,
    state: StateMessage.properties.state,
    lastSeen: Type.Union([Instant, Type.Null()]),
    birth: Type.Union([BirthMessage, Type.Null()]),
    health: Type.Union([HealthMessage, Type.Null()]),
    stored: Type.Object(
      {
        messages: Type.Integer(),
        duplicates: Type.Integer(),
        conflicts: Type.Integer({ description: 'same key, other content: must be 0' }),
        refused: Type.Integer(),
        lastSeq: Type.Integer(),
        missing: Type.Integer({ description: 'sequence numbers below lastSeq that have not come yet' }),
      },
      strict,
    ),
  },
  strict,
);
export type NodeAnswer = Static<typeof NodeAnswer>;
export const Nodes = Type.Object({ nodes: Type.Array(NodeAnswer) }, strict);
export type Nodes = Static<typeof Nodes>;

/** When cameras went away, came back or were moved. */
export const CameraEvents = Type.Object(
  {
    ...range,
    events: Type.Array(
      Type.Object(
        {
          time: Instant,
          node: Id,
          camera: Id,
          change: CameraEvent.properties.change,
          reason: CameraEvent.properties.reason,
        },
        strict,
      ),
    ),
    more: Type.Boolean({ description: 'the range holds more events than an answer does: ask for a shorter one' }),
  },
  strict,
);
export type CameraEvents = Static<typeof CameraEvents>;

/** The server-sent events of `/api/v1/live`: the event's name, and the schema of its data. */
export const LiveEvents = {
  live: Type.Object({ store: Id, node: Id, ...LiveMessage.properties }, strict),
  node: Type.Object({ store: Id, node: Id, state: StateMessage.properties.state }, strict),
  stored: Type.Object({ store: Id, kinds: Type.Array(Type.String()) }, strict),
} as const;
export type LiveEvent = {
  [K in keyof typeof LiveEvents]: { event: K; data: Static<(typeof LiveEvents)[K]> };
}[keyof typeof LiveEvents];
export type CameraStatus = Static<typeof CameraState>;
