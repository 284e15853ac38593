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
/** A field that came later: a node that does not know it leaves it out, which is 0. */
const Later = <T extends TSchema>(schema: T) => Type.Optional(schema);

export const TrafficLine = Type.Object(
  {
    line: Id,
    coverage: Fraction,
    in: SignedCount,
    out: SignedCount,
    inVariance: Variance,
    outVariance: Variance,
    visits: Type.Integer({ description: 'distinct visits among the crossings of this bucket' }),
    unitsIn: Later(Type.Integer({ description: 'buying units inwards: people who came and went on together are one' })),
    unitsOut: Later(SignedCount),
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
    stops: Later(Type.Integer({ description: 'of a fixture: visits in which somebody stopped at it' })),
    reaches: Later(Type.Integer({ description: 'of a fixture: times somebody who stopped there reached into it' })),
  },
  strict,
);
export const FloorRow = Type.Object(
  {
    floor: Id,
    coverage: Fraction,
    occupancyS: Type.Number({ description: 'person-seconds on the floor' }),
    occupancyMax: Type.Integer({ minimum: 0 }),
    insideS: Later(Type.Number({ description: 'person-seconds by the balance of doors and people in view' })),
    insideVarianceS: Later(Type.Number({ description: 'variance of the people of that balance, times seconds' })),
    insideSeenS: Later(Type.Number({ description: 'seconds over which insideS and insideVarianceS were summed' })),
    staffS: Later(Type.Number({ description: 'person-seconds of staff, left out of everything else' })),
    stillS: Later(Type.Number({ description: 'seconds of things that look like people, left out of everything else' })),
  },
  strict,
);
export const ZoneData = Type.Object({ ...bucket, zones: Type.Array(ZoneRow), floors: Type.Array(FloorRow) }, strict);
export type ZoneRow = Static<typeof ZoneRow>;
export type FloorRow = Static<typeof FloorRow>;
export type ZoneData = Static<typeof ZoneData>;

export const FlowRow = Type.Object({ from: Id, to: Id, count: SignedCount, variance: Variance }, strict);
const Place = Type.String({ pattern: '^(line|zone):[a-z0-9-]{1,64}$', description: 'a line or a zone' });
export const EndsRow = Type.Object({ from: Place, to: Place, count: SignedCount, variance: Variance }, strict);
export const FlowData = Type.Object(
  {
    ...bucket,
    flows: Type.Array(FlowRow),
    unplaced: Type.Integer({ description: 'transitions of zone pairs with too few visits to be told apart' }),
    ends: Later(
      Type.Array(EndsRow, {
        description: "origin and destination: first and last place of a way through one camera's view",
      }),
    ),
    endsUnplaced: Later(Type.Integer({ description: 'ways of pairs of places with too few of them' })),
  },
  strict,
);
export type EndsRow = Static<typeof EndsRow>;
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
    served: Type.Integer({ description: 'waits that ended at a till in this bucket' }),
    abandoned: Type.Integer({ description: 'waits that ended elsewhere' }),
    waitS: Type.Number({ description: 'seconds waited by those who were served' }),
    waitHistogram: Histogram,
    visits: Type.Integer({ description: 'people who began to wait in this bucket' }),
    servedVariance: Later(Variance),
    abandonedVariance: Later(Variance),
    abandonedS: Later(Type.Number({ description: 'seconds waited by those who gave up' })),
    cut: Later(Type.Integer({ description: 'waits cut by an outage or a seam' })),
    censoredHistogram: Later(Histogram),
    services: Later(Type.Integer({ description: 'stays at a till of this queue that ended in this bucket' })),
    serviceS: Later(Seconds),
    serviceHistogram: Later(Histogram),
    servicesCut: Later(SignedCount),
  },
  strict,
);
export const QueueData = Type.Object({ ...bucket, queues: Type.Array(QueueRow) }, strict);
export type QueueRow = Static<typeof QueueRow>;
export type QueueData = Static<typeof QueueData>;

export const PathCell = Type.Tuple(
  [Type.Integer({ minimum: 0 }), Type.Array(SignedCount, { minItems: 8, maxItems: 8 })],
  {
    description: 'cell index, visits that left it in each of eight directions, clockwise from up (towards smaller y)',
  },
);
export const PathData = Type.Object(
  {
    ...bucket,
    floor: Id,
    cellM: Metres,
    columns: Type.Integer({ minimum: 1 }),
    rows: Type.Integer({ minimum: 1 }),
    coverage: Fraction,
    cells: Type.Array(PathCell),
    unplaced: Type.Integer({ description: 'visits that left cells with too few of them' }),
  },
  strict,
);
export type PathCell = Static<typeof PathCell>;
export type PathData = Static<typeof PathData>;

export const ShelfRow = Type.Object(
  {
    shelf: Id,
    facing: Id,
    coverage: Fraction,
    state: Type.Union([Type.Literal('full'), Type.Literal('low'), Type.Literal('empty'), Type.Literal('unknown')]),
    fill: Type.Union([Fraction, Type.Null()]),
    fillVariance: Variance,
    emptyS: Later(Type.Number({ description: 'seconds of this bucket in which the facing was without its product' })),
  },
  strict,
);
export type ShelfRow = Static<typeof ShelfRow>;
export const ShelfData = Type.Object({ ...bucket, facings: Type.Array(ShelfRow) }, strict);
export type ShelfData = Static<typeof ShelfData>;

export const AGGREGATES = {
  traffic: TrafficData,
  zone: ZoneData,
  flow: FlowData,
  heat: HeatData,
  queue: QueueData,
  path: PathData,
  shelf: ShelfData,
} as const satisfies Record<string, TSchema>;

export type AggregateKind = keyof typeof AGGREGATES;
export type AggregateData = { [K in AggregateKind]: { kind: K; data: Static<(typeof AGGREGATES)[K]> } }[AggregateKind];
