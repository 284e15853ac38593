import Type, { type Static } from 'typebox';
import { Id, Instant } from '../ids.ts';
import { Coverage, hidden, Known, MaybeInterval, protection, range, strict, Units } from './parts.ts';
import { BUCKETS } from './query.ts';

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
    protection: protection('unitsIn', 'unitsOut'),
  },
  strict,
);
export const Traffic = Type.Object({ ...range, bucket: Type.Enum(BUCKETS), points: Type.Array(TrafficPoint) }, strict);
export type Traffic = Static<typeof Traffic>;
