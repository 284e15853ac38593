import Type, { type Static } from 'typebox';
import { HISTOGRAM_BINS } from '../histogram.ts';
import { Id, Instant, SignedCount } from '../ids.ts';
import { ZONE_KINDS } from '../site.ts';
import { Coverage, Durations, hidden, Known, MaybeInterval, protection, range, strict } from './parts.ts';
import { BUCKETS } from './query.ts';

const ZoneFigures = Type.Object(
  {
    visits: Known,
    visitsInterval: MaybeInterval,
    ended: Known,
    censored: Known,
    engaged: Known,
    dwellS: Durations,
    dwellHistogram: Type.Array(SignedCount, {
      ...{ minItems: HISTOGRAM_BINS, maxItems: HISTOGRAM_BINS },
      description:
        'visits that ended, by how long they were. With k above 1 it is that of whole hours, small bins are shared out evenly over the group of k or more that they are in, and the quantiles are made of it',
    }),
    occupancy: Type.Object({ mean: Known, max: Known }, strict),
    personS: Type.Union([Type.Number(), Type.Null()], {
      description: 'seconds that people spent there; with k above 1 each quarter’s to 10 s',
    }),
    interactions: Type.Union(
      [
        Type.Object(
          {
            stops: Type.Integer({ description: 'visits in which somebody stopped at the fixture' }),
            reaches: Type.Union([Type.Integer(), Type.Null()], {
              description: 'times somebody who stopped there reached into it; null: fewer than k',
            }),
            reachShare: Type.Union([Type.Number(), Type.Null()], { description: 'reaches ÷ stops' }),
          },
          strict,
        ),
        Type.Null(),
      ],
      {
        description:
          'of a fixture; null: another kind of zone, not measured, or fewer than k stops or visits without one',
      },
    ),
    coverage: Coverage,
    ...hidden,
    protection: protection('ended', 'engaged', 'stops', 'reaches'),
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
