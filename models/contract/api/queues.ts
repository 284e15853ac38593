import Type, { type Static } from 'typebox';
import { Id, Instant } from '../ids.ts';
import { Coverage, Durations, hidden, Known, MaybeInterval, protection, range, strict } from './parts.ts';
import { BUCKETS } from './query.ts';

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
    protection: protection('waits'),
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
