import Type, { type Static } from 'typebox';
import { ShelfRow } from './aggregate.ts';
import { Interval } from './api/parts.ts';
import { BUCKETS } from './api/query.ts';
import { Count, Id, Instant } from './ids.ts';

/** What the gateway answers of shelves. Null: not known; a facing that nobody saw is neither full nor empty. */
const strict = { additionalProperties: false };

/** Facings by their state. */
const ByState = Type.Object({ full: Count, low: Count, empty: Count, unknown: Count }, strict);

export const FacingAnswer = Type.Object(
  {
    facing: Id,
    sku: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    capacity: Type.Integer({ description: 'units that fit in' }),
    state: ShelfRow.properties.state,
    since: Type.Union([Instant, Type.Null()], { description: 'when it came to be so; null: not known' }),
    seenAt: Type.Union([Instant, Type.Null()], {
      description: 'end of the newest period in which it was seen; null: not within a day',
    }),
    fill: Type.Union([Type.Number(), Type.Null()], { description: '0–1, over the newest period in which it was seen' }),
    fillInterval: Type.Union([Interval, Type.Null()], { description: '95 %' }),
    emptyS: Type.Union([Type.Number(), Type.Null()], {
      description: 'seconds of the range without its product, as far as its state was known',
    }),
    knownS: Type.Number({ description: 'seconds of the range in which its state was known' }),
  },
  strict,
);
export type FacingAnswer = Static<typeof FacingAnswer>;

const OutOfStock = Type.Object(
  {
    emptyS: Type.Union([Type.Number(), Type.Null()], { description: 'facing-seconds without their product' }),
    knownS: Type.Number({ description: 'facing-seconds in which the state was known' }),
    share: Type.Union([Type.Number(), Type.Null()], { description: 'emptyS ÷ knownS; null: nothing was known' }),
    events: Type.Integer({ description: 'facings that ran empty' }),
  },
  strict,
);

export const Shelves = Type.Object(
  {
    from: Instant,
    to: Instant,
    bucket: Type.Enum(BUCKETS),
    at: Type.Union([Instant, Type.Null()], { description: 'when any shelf was told of last' }),
    now: Type.Object(
      {
        ...ByState.properties,
        outOfStockShare: Type.Union([Type.Number(), Type.Null()], {
          description: 'empty ÷ facings whose state is known',
        }),
      },
      strict,
    ),
    shelves: Type.Array(
      Type.Object({ shelf: Id, camera: Id, now: ByState, facings: Type.Array(FacingAnswer) }, strict),
    ),
    total: OutOfStock,
    points: Type.Array(Type.Object({ start: Instant, seconds: Type.Integer(), ...OutOfStock.properties }, strict)),
  },
  strict,
);
export type Shelves = Static<typeof Shelves>;
