import Type, { type Static } from 'typebox';
import { Id, Instant } from '../ids.ts';
import { TARGET_METRICS } from '../reference-rows.ts';
import { Coverage, Interval, Known, MaybeInterval, protection, range, strict, Units } from './parts.ts';
import { ZonesAnswer } from './zones.ts';

export const Today = Type.Object(
  {
    date: Type.String({ description: "the store's calendar day" }),
    ...range,
    now: Instant,
    entries: Type.Object({ value: Known, interval: MaybeInterval, coverage: Coverage }, strict),
    exits: Type.Object({ value: Known, interval: MaybeInterval, coverage: Coverage }, strict),
    units: Units,
    protection: protection('unitsIn', 'unitsOut'),
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
