import Type, { type Static } from 'typebox';
import { Known, protection, strict } from './api/parts.ts';
import { Id, Instant } from './ids.ts';

const Share = Type.Union([Type.Number(), Type.Null()], { description: '0–1; null: one of the two is not known' });

/** From walking by to buying, of one zone. Each step is a count of its own; the shares are of the step before. */
export const FunnelZone = Type.Object(
  {
    zone: Id,
    name: Type.String(),
    visits: Known,
    engaged: Known,
    engagedShare: Share,
    dwellS: Type.Object({ p50: Known }, strict),
    stops: Known,
    stopShare: Share,
    reaches: Known,
    sold: Type.Union([Type.Number(), Type.Null()], {
      description: 'units of the products that the planogram has there; null: no planogram, or the tills have not told',
    }),
    soldPerVisit: Type.Union([Type.Number(), Type.Null()], {
      description: 'null too where a part of the visits is withheld, or less than 0.8 of the time was seen',
    }),
    net: Type.Union([Type.Number(), Type.Null()], { description: 'of these units, in the answer’s currency' }),
    netPerVisit: Known,
    coverage: Type.Union([Type.Number(), Type.Null()]),
    suppressed: Type.Optional(Type.Literal(true, { description: 'too few visits to be told' })),
    withheld: Type.Optional(
      Type.Literal(true, { description: 'the visits are at least so many; what is sold is not held against them' }),
    ),
    protection: protection('ended', 'engaged', 'stops', 'reaches'),
  },
  strict,
);
export type FunnelZone = Static<typeof FunnelZone>;

export const FunnelProduct = Type.Object(
  {
    sku: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    zones: Type.Array(Id, { description: 'where the planogram has it; empty: nowhere' }),
    sold: Type.Number({ description: 'units, returns taken off' }),
    net: Type.Number(),
    visits: Type.Union([Type.Number(), Type.Null()], { description: 'of its zones' }),
    soldPerVisit: Known,
  },
  strict,
);
export type FunnelProduct = Static<typeof FunnelProduct>;

/** How long people waited, beside what was given up, in one bucket. */
export const FunnelWait = Type.Object(
  {
    start: Instant,
    seconds: Type.Integer(),
    waitS: Type.Object({ mean: Known, p90: Known }, strict),
    served: Known,
    gaveUp: Known,
    transactions: Known,
    cancelled: Type.Union([Type.Integer(), Type.Null()], {
      description: 'receipts that were begun and taken back whole',
    }),
  },
  strict,
);
export type FunnelWait = Static<typeof FunnelWait>;

export const Funnel = Type.Object(
  {
    from: Instant,
    to: Instant,
    currency: Type.Union([Type.String(), Type.Null()]),
    planogram: Type.Union([Type.Integer(), Type.Null()], {
      description: 'places in the planogram of the range’s last day; null: none was told, so nothing sold has a place',
    }),
    zones: Type.Array(FunnelZone),
    products: Type.Array(FunnelProduct, { description: 'the hundred that brought most' }),
    soldElsewhere: Type.Number({ description: 'units of products that the planogram has in no zone' }),
    waits: Type.Array(FunnelWait),
  },
  strict,
);
export type Funnel = Static<typeof Funnel>;
