import Type, { type Static } from 'typebox';
import { Id, Instant } from '../ids.ts';
import { Coverage, range, strict } from './parts.ts';

export const Paths = Type.Object(
  {
    ...range,
    floor: Id,
    cellM: Type.Number(),
    columns: Type.Integer(),
    rows: Type.Integer(),
    cells: Type.Array(
      Type.Object(
        {
          cell: Type.Integer({ description: 'row · columns + column, row 0 at the top' }),
          directions: Type.Union(
            [Type.Array(Type.Union([Type.Integer(), Type.Null()]), { minItems: 8, maxItems: 8 }), Type.Null()],
            {
              description:
                'visits that left it, clockwise from up (towards smaller y): 2 is right, 4 down, 6 left; null: fewer than k, or none',
            },
          ),
          suppressed: Type.Boolean(),
        },
        strict,
      ),
      {
        description:
          'cells that somebody left for another, with k above 1 that k or more left one way; the others are not in the list',
      },
    ),
    unplaced: Type.Union([Type.Integer(), Type.Null()], {
      description: 'visits that left cells with too few of them to be told by the node; null with k above 1',
    }),
    suppressed: Type.Boolean(),
    suppressedCells: Type.Integer({ description: 'with k above 1 those that are not in the list, empty or not' }),
    k: Type.Integer({
      description: 'fewest visits that left a cell one way, in its largest period, of an hour that is in the sum',
    }),
    coverage: Coverage,
    latest: Type.Union([Instant, Type.Null()], { description: 'end of the newest period in the sum; null: none came' }),
  },
  strict,
);
export type Paths = Static<typeof Paths>;
