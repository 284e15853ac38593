import Type, { type Static } from 'typebox';
import { ZoneRow } from '../aggregate.ts';
import { Id, Instant } from '../ids.ts';
import { ZONE_KINDS } from '../site.ts';
import { Coverage, Durations, hidden, Known, MaybeInterval, range, strict } from './parts.ts';
import { BUCKETS } from './query.ts';

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
