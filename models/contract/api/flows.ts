import Type, { type Static, type TSchema } from 'typebox';
import { Id } from '../ids.ts';
import { Coverage, hidden, Known, MaybeInterval, range, strict } from './parts.ts';

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
      Type.Boolean({
        description:
          'with k above 1: a pair that is not in the list was taken by nobody or by fewer than k in each hour, or its hours would have told of others',
      }),
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
