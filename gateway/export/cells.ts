import Type, { type Static } from 'typebox';
import { Heat } from '../../models/contract/api/heat.ts';
import { Paths } from '../../models/contract/api/paths.ts';
import { Id } from '../../models/contract/ids.ts';
import { type ExportTable, range, table } from './table.ts';

const cell = {
  ...{ ...range, floor: Id, row: Type.Integer(), column: Type.Integer(), xM: Type.Number(), yM: Type.Number() },
};
const HeatRow = Type.Object({ ...cell, personS: Type.Number(), visits: Type.Integer(), suppressed: Type.Boolean() });
const PathRow = Type.Object({
  ...{ ...cell, direction: Type.Integer(), towards: Type.String(), visits: Type.Integer() },
  suppressed: Type.Boolean(),
});

/** What stands in the cells of the floor plan. */
export const cellTables: readonly ExportTable[] = [
  table('heat', Heat, HeatRow, heatRows),
  table('paths', Paths, PathRow, pathRows),
];

/** Cells in which somebody was, or of which it is withheld; x and y are those of the cell's middle. */
function heatRows({ from, to, floor, cellM, columns, personS, visits }: Static<typeof Heat>): unknown[] {
  return personS.flatMap((seconds, i) => {
    if (seconds === 0) return [];
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [xM, yM] = [(column + 0.5) * cellM, (row + 0.5) * cellM];
    return [
      { from, to, floor, row, column, xM, yM, personS: seconds, visits: visits[i], suppressed: seconds === null },
    ];
  });
}

/** Clockwise from up, as an answer of paths has them. */
const TOWARDS = ['up', 'up right', 'right', 'down right', 'down', 'down left', 'left', 'up left'] as const;

/** A row a cell and direction in which somebody left it, or of which it is withheld; one of a cell that is withheld whole. */
function pathRows({ from, to, floor, cellM, columns, cells }: Static<typeof Paths>): unknown[] {
  return cells.flatMap(({ cell: index, directions }): unknown[] => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const place = { from, to, floor, row, column, xM: (column + 0.5) * cellM, yM: (row + 0.5) * cellM };
    if (directions === null) return [{ ...place, direction: null, towards: null, visits: null, suppressed: true }];
    return directions.flatMap((visits, direction) =>
      visits === 0 ? [] : [{ ...place, direction, towards: TOWARDS[direction], visits, suppressed: visits === null }],
    );
  });
}
