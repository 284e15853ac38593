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
                'visits that left it, clockwise from up (towards smaller y): 2 is right, 4 down, 6 left; null: fewer than k',
            },
          ),
          suppressed: Type.Boolean(),
        },
        strict,
      ),
      { description: 'cells that somebody left for another; the others are not in the list' },
    ),
    unplaced: Type.Integer({
      description: 'visits that left cells with too few of them; with k above 1 only where those are k or more',
    }),
    suppressed: Type.Boolean(),
    suppressedCells: Type.Integer(),
    k: Type.Integer({
      description: 'fewest visits that left a cell one way, in its largest period, of an hour that is in the sum',
    }),
    coverage: Coverage,
    latest: Type.Union([Instant, Type.Null()], { description: 'end of the newest period in the sum; null: none came' }),
  },
  strict,
);
export type Paths = Static<typeof Paths>;
