import Type, { type Static } from 'typebox';
import { Id, Instant } from '../ids.ts';
import { Coverage, Known, range, strict } from './parts.ts';

export const Heat = Type.Object(
  {
    ...range,
    floor: Id,
    cellM: Type.Number(),
    columns: Type.Integer(),
    rows: Type.Integer(),
    personS: Type.Array(Known, {
      description: 'dense, row by row; with k above 1 null where fewer than k were, or nobody',
    }),
    visits: Type.Array(Known, {
      description: 'sum of the periods’ distinct visits: one visit on the border of two periods is in both',
    }),
    totalPersonS: Type.Number({ description: 'of all that is published; with k 1 of all there was' }),
    unplaced: Type.Union([Type.Object({ personS: Type.Number(), visits: Type.Integer() }, strict), Type.Null()], {
      description: 'in cells with too few visits to be told by the node; null with k above 1',
    }),
    suppressed: Type.Boolean(),
    suppressedCells: Type.Integer({ description: 'those that are null; with k above 1 the empty ones are among them' }),
    k: Type.Integer({
      description: 'fewest distinct visits, in its largest period, of a cell’s hour that is in the sum',
    }),
    coverage: Coverage,
    latest: Type.Union([Instant, Type.Null()], { description: 'end of the newest period in the sum' }),
  },
  strict,
);
export type Heat = Static<typeof Heat>;
