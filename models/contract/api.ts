import Type, { type Static, type TSchema } from 'typebox';
import { ZoneRow } from './aggregate.ts';
import { Alert, LIVE_ALERT_CHANGES } from './alerts.ts';
import { CameraEvent } from './event.ts';
import { Id, Instant } from './ids.ts';
import { BirthMessage, type CameraState, HealthMessage, LiveMessage, StateMessage } from './node-messages.ts';
import { TARGET_METRICS } from './reference-rows.ts';
import { LINE_ROLES, Line, ZONE_KINDS, Zone } from './site.ts';

/** What the gateway's API answers. Ranges are half-open `[from, to)`, RFC 3339. Shared with the page. */
const strict = { additionalProperties: false };
const Known = Type.Union([Type.Number(), Type.Null()], { description: 'null: not known' });
const Coverage = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'share of the time that was really seen; null: no camera reported',
});
/** Where k is above 1; left out: nothing is hidden. */
const hidden = {
  suppressed: Type.Optional(
    Type.Boolean({ description: 'fewer than k people, or not over yet: null, though something may have been there' }),
  ),
  withheld: Type.Optional(
    Type.Boolean({ description: 'small parts are not in it, so counts and sums are lower bounds' }),
  ),
};
/** A 95 % interval of a count. */
export const Interval = Type.Tuple([Type.Number(), Type.Number()]);
const MaybeInterval = Type.Union([Interval, Type.Null()]);
/** Seconds of those that ended; quantiles also mind those that were cut, which are longer than what was seen of them. */
const Durations = Type.Object({ mean: Known, p50: Known, p90: Known }, strict);
const Units = Type.Union([Type.Object({ in: Type.Integer(), out: Type.Integer() }, strict), Type.Null()], {
  description: 'buying units: people who came and went on together are one; null: no node counted them',
});

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
export const BUCKETS = ['minute', 'quarter', 'hour', 'day', 'total'] as const;
export const SeriesQuery = Type.Object(
  { from: Type.Optional(Type.String()), to: Type.Optional(Type.String()), bucket: Type.Optional(Type.Enum(BUCKETS)) },
  strict,
);
export const QueuesQuery = Type.Object({ ...SeriesQuery.properties, zone: Type.Optional(Id) }, strict);
export type BucketSize = (typeof BUCKETS)[number];
const range = { from: Instant, to: Instant };

export const StoreSummary = Type.Object(
  {
    store: Id,
    name: Type.String(),
    region: Type.Union([Id, Type.Null()]),
    cluster: Type.Union([Id, Type.Null()], { description: 'stores that are compared with one another' }),
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
    inInterval: MaybeInterval,
    outInterval: MaybeInterval,
    units: Units,
    coverage: Coverage,
    ...hidden,
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
    totalPersonS: Type.Number({ description: 'of all that is published; with k 1 of all there was' }),
    unplaced: Type.Object({ personS: Type.Number(), visits: Type.Integer() }, strict),
    suppressed: Type.Boolean(),
    suppressedCells: Type.Integer(),
    k: Type.Integer({
      description: 'fewest distinct visits, in its largest period, of a cell’s hour that is in the sum',
    }),
    coverage: Coverage,
    latest: Type.Union([Instant, Type.Null()], { description: 'end of the newest period in the sum' }),
  },
  strict,
);
export type Heat = Static<typeof Heat>;

const ZoneFigures = Type.Object(
  {
    visits: Known,
    visitsInterval: MaybeInterval,
    ended: Known,
    censored: Known,
    engaged: Known,
    dwellS: Durations,
    dwellHistogram: ZoneRow.properties.dwellHistogram,
    occupancy: Type.Object({ mean: Known, max: Known }, strict),
    personS: Known,
    interactions: Type.Union(
      [
        Type.Object(
          {
            stops: Type.Integer({ description: 'visits in which somebody stopped at the fixture' }),
            reaches: Type.Integer({ description: 'times somebody who stopped there reached into it' }),
            reachShare: Type.Union([Type.Number(), Type.Null()], { description: 'reaches ÷ stops' }),
          },
          strict,
        ),
        Type.Null(),
      ],
      { description: 'of a fixture; null: another kind of zone, not measured, or fewer than k stops' },
    ),
    coverage: Coverage,
    ...hidden,
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

const Pairs = <T extends TSchema>(place: T) =>
  Type.Array(
    Type.Object(
      {
        from: place,
        to: place,
        count: Known,
        suppressed: Type.Boolean(),
        withheld: hidden.withheld,
        interval: MaybeInterval,
      },
      strict,
    ),
  );
export const Flows = Type.Object(
  {
    ...range,
    flows: Pairs(Id),
    unplaced: Type.Union([Type.Integer(), Type.Null()], {
      description: 'transitions that are in no pair; null: fewer than k',
    }),
    withheld: Type.Optional(
      Type.Boolean({ description: 'hours are hidden as a whole: a pair that is not in the list may be in those' }),
    ),
    ends: Type.Union([Pairs(Type.String()), Type.Null()], {
      description:
        "origin and destination, `line:id` or `zone:id`: the first and the last place of a way through one camera's view; null: not measured",
    }),
    endsUnplaced: Type.Union([Type.Integer(), Type.Null()], {
      description: 'ways whose pair of places had too few of them to be told',
    }),
    coverage: Coverage,
  },
  strict,
);
export type Flows = Static<typeof Flows>;

export const Paths = Type.Object(
  {
    ...range,
    floor: Id,
    cellM: Type.Number(),
    columns: Type.Integer(),
    rows: Type.Integer(),
    cells: Type.Array(
      Type.Object(
        {
          cell: Type.Integer({ description: 'row · columns + column, row 0 at the top' }),
          directions: Type.Union(
            [Type.Array(Type.Union([Type.Integer(), Type.Null()]), { minItems: 8, maxItems: 8 }), Type.Null()],
            {
              description:
                'visits that left it, clockwise from up (towards smaller y): 2 is right, 4 down, 6 left; null: fewer than k',
            },
          ),
          suppressed: Type.Boolean(),
        },
        strict,
      ),
      { description: 'cells that somebody left for another; the others are not in the list' },
    ),
    unplaced: Type.Integer({
      description: 'visits that left cells with too few of them; with k above 1 only where those are k or more',
    }),
    suppressed: Type.Boolean(),
    suppressedCells: Type.Integer(),
    k: Type.Integer({
      description: 'fewest visits that left a cell one way, in its largest period, of an hour that is in the sum',
    }),
    coverage: Coverage,
    latest: Type.Union([Instant, Type.Null()], { description: 'end of the newest period in the sum; null: none came' }),
  },
  strict,
);
export type Paths = Static<typeof Paths>;

const QueueFigures = Type.Object(
  {
    length: Type.Object({ mean: Known, max: Known }, { ...strict, description: 'people waiting, over the time seen' }),
    joined: Known,
    waits: Type.Object(
      {
        served: Known,
        servedInterval: MaybeInterval,
        abandoned: Known,
        abandonedInterval: MaybeInterval,
        cut: Type.Union([Type.Integer(), Type.Null()], { description: 'whose end nobody saw' }),
      },
      { ...strict, description: 'waits by how they ended' },
    ),
    abandonmentShare: Type.Union([Type.Number(), Type.Null()], { description: 'abandoned ÷ (served + abandoned)' }),
    waitS: Type.Object(Durations.properties, {
      ...strict,
      description:
        'mean of those who were served; in the quantiles whoever gave up, and what was cut, waited at least as long',
    }),
    services: Known,
    serviceS: Type.Object(Durations.properties, { ...strict, description: 'stays at the tills of the queue' }),
    coverage: Coverage,
    ...hidden,
  },
  strict,
);
export const Queues = Type.Object(
  {
    ...range,
    bucket: Type.Enum(BUCKETS),
    queues: Type.Array(
      Type.Object(
        {
          zone: Id,
          name: Type.String(),
          total: QueueFigures,
          points: Type.Array(
            Type.Object({ start: Instant, seconds: Type.Integer(), ...QueueFigures.properties }, strict),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type Queues = Static<typeof Queues>;

export const Today = Type.Object(
  {
    date: Type.String({ description: "the store's calendar day" }),
    ...range,
    now: Instant,
    entries: Type.Object({ value: Known, interval: MaybeInterval, coverage: Coverage }, strict),
    exits: Type.Object({ value: Known, interval: MaybeInterval, coverage: Coverage }, strict),
    units: Units,
    inside: Type.Union([Type.Object({ people: Type.Number(), interval: Interval, at: Instant }, strict), Type.Null()], {
      description:
        'people in the store, in view or not, by the balance of its doors and of who is in view, as the newest minute had it; null: no node keeps one, or none has said for ten minutes',
    }),
    leftOut: Type.Object(
      {
        staffS: Type.Union([Type.Number(), Type.Null()], {
          description: 'person-seconds of staff; null also when they may be those of a single person',
        }),
        stillS: Type.Union([Type.Number(), Type.Null()], { description: 'seconds of things that look like people' }),
      },
      { ...strict, description: 'what is in no other figure; null: not measured' },
    ),
    queues: Type.Array(
      Type.Object(
        {
          zone: Id,
          name: Type.String(),
          now: Type.Union(
            [Type.Object({ length: Type.Number(), max: Type.Integer(), at: Instant }, strict), Type.Null()],
            {
              description: 'mean and longest of the newest minute; null: none came in the last ten',
            },
          ),
          peak: Known,
          coverage: Coverage,
        },
        strict,
      ),
    ),
    peopleNow: Type.Object({ value: Known, at: Type.Union([Instant, Type.Null()]), stale: Type.Boolean() }, strict),
    averageOnFloor: Type.Object({ value: Known, max: Known, personS: Known, coverage: Coverage }, strict),
    zones: ZonesAnswer.properties.zones,
    comparison: Type.Union(
      [
        Type.Object(
          {
            date: Type.String({ description: 'the newest of the days' }),
            by: Type.Enum(['weekday', 'holiday', 'none']),
            entries: Type.Union([Type.Number(), Type.Null()], { description: 'median of the days' }),
            coverage: Coverage,
            days: Type.Array(
              Type.Object(
                { date: Type.String(), entries: Type.Number(), coverage: Type.Number({ minimum: 0, maximum: 1 }) },
                strict,
              ),
              { description: 'the newest first' },
            ),
          },
          strict,
        ),
        Type.Null(),
      ],
      {
        description:
          'up to four comparable days up to the same time of the clock: the same weekday without holidays, or the same holiday of other years; coverage is the least of them, of their opening time. Left out are days that notes exclude and those seen for less than 0.8 of it. Null: none is left',
      },
    ),
    targets: Type.Optional(
      Type.Array(
        Type.Object(
          {
            metric: Type.Enum(TARGET_METRICS),
            value: Type.Number({ description: 'of the whole day' }),
            actual: Type.Union([Type.Number(), Type.Null()], { description: 'so far; null: not known' }),
          },
          strict,
        ),
        { description: 'left out where none is set for the day' },
      ),
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
  alert: Type.Object({ store: Id, change: Type.Enum(LIVE_ALERT_CHANGES), alert: Alert }, strict),
} as const;
export type LiveEvent = {
  [K in keyof typeof LiveEvents]: { event: K; data: Static<(typeof LiveEvents)[K]> };
}[keyof typeof LiveEvents];
export type CameraStatus = Static<typeof CameraState>;
