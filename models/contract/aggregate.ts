import Type, { type Static, type TSchema } from 'typebox';
import { Histogram } from './histogram.ts';
import { Fraction, Id, Instant, Metres, Seconds, SignedCount } from './ids.ts';

/**
 * The aggregates a node publishes. Each covers `[start, start + seconds)` in UTC. Messages for the same bucket ADD, so a
 * correction is a message with signed numbers. A variance belongs to the estimate beside it and adds as well.
 */
const bucket = { start: Instant, seconds: Type.Integer({ minimum: 1, maximum: 3600 }) };
const Variance = Type.Number({ minimum: 0 });
const strict = { additionalProperties: false };

export const TrafficLine = Type.Object(
  {
    line: Id,
    coverage: Fraction,
    in: SignedCount,
    out: SignedCount,
    inVariance: Variance,
    outVariance: Variance,
    visits: Type.Integer({ description: 'distinct visits among the crossings of this bucket' }),
  },
  strict,
);
export const TrafficData = Type.Object({ ...bucket, lines: Type.Array(TrafficLine) }, strict);
export type TrafficLine = Static<typeof TrafficLine>;
export type TrafficData = Static<typeof TrafficData>;

export const ZoneRow = Type.Object(
  {
    zone: Id,
    coverage: Fraction,
    visits: Type.Integer({ description: 'visits that began in this bucket' }),
    visitsVariance: Variance,
    ended: Type.Integer({
      description: 'visits that ended in this bucket; their dwell is in dwellS and dwellHistogram',
    }),
    censored: Type.Integer({ description: 'visits cut by an outage or a seam; their dwell is a lower bound' }),
    engaged: Type.Integer({ description: "ended visits at or above the zone's threshold" }),
    dwellS: Seconds,
    dwellHistogram: Histogram,
    censoredHistogram: Histogram,
    occupancyS: Type.Number({ description: 'person-seconds inside' }),
    occupancyMax: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export const FloorRow = Type.Object(
  {
    floor: Id,
    coverage: Fraction,
    occupancyS: Type.Number({ description: 'person-seconds on the floor' }),
    occupancyMax: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export const ZoneData = Type.Object({ ...bucket, zones: Type.Array(ZoneRow), floors: Type.Array(FloorRow) }, strict);
export type ZoneRow = Static<typeof ZoneRow>;
export type FloorRow = Static<typeof FloorRow>;
export type ZoneData = Static<typeof ZoneData>;

export const FlowRow = Type.Object({ from: Id, to: Id, count: SignedCount, variance: Variance }, strict);
export const FlowData = Type.Object(
  {
    ...bucket,
    flows: Type.Array(FlowRow),
    unplaced: Type.Integer({ description: 'transitions of zone pairs with too few visits to be told apart' }),
  },
  strict,
);
export type FlowRow = Static<typeof FlowRow>;
export type FlowData = Static<typeof FlowData>;

export const HeatCell = Type.Tuple([Type.Integer({ minimum: 0 }), Type.Number(), Type.Integer()], {
  description: 'cell index (row · columns + column, row 0 at the top), person-seconds, distinct visits of this bucket',
});
export const HeatData = Type.Object(
  {
    ...bucket,
    floor: Id,
    cellM: Metres,
    columns: Type.Integer({ minimum: 1 }),
    rows: Type.Integer({ minimum: 1 }),
    coverage: Fraction,
    cells: Type.Array(HeatCell),
    unplaced: Type.Object({ personS: Type.Number(), visits: Type.Integer() }, strict),
  },
  strict,
);
export type HeatCell = Static<typeof HeatCell>;
export type HeatData = Static<typeof HeatData>;

export const QueueRow = Type.Object(
  {
    zone: Id,
    coverage: Fraction,
    lengthS: Type.Number({ description: 'person-seconds waited' }),
    lengthMax: Type.Integer({ minimum: 0 }),
    served: SignedCount,
    abandoned: SignedCount,
    waitS: Seconds,
    waitHistogram: Histogram,
    visits: SignedCount,
  },
  strict,
);
export const QueueData = Type.Object({ ...bucket, queues: Type.Array(QueueRow) }, strict);
export type QueueData = Static<typeof QueueData>;

export const ShelfRow = Type.Object(
  {
    shelf: Id,
    facing: Id,
    coverage: Fraction,
    state: Type.Union([Type.Literal('full'), Type.Literal('low'), Type.Literal('empty'), Type.Literal('unknown')]),
    fill: Type.Union([Fraction, Type.Null()]),
    fillVariance: Variance,
  },
  strict,
);
export const ShelfData = Type.Object({ ...bucket, facings: Type.Array(ShelfRow) }, strict);
export type ShelfData = Static<typeof ShelfData>;

export const AGGREGATES = {
  traffic: TrafficData,
  zone: ZoneData,
  flow: FlowData,
  heat: HeatData,
  queue: QueueData,
  shelf: ShelfData,
} as const satisfies Record<string, TSchema>;

export type AggregateKind = keyof typeof AGGREGATES;
export type AggregateData = { [K in AggregateKind]: { kind: K; data: Static<(typeof AGGREGATES)[K]> } }[AggregateKind];
