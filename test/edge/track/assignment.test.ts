import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Assignment } from '../../../edge/track/assignment.ts';

/** Sum over pairs of (cost − gate): the least that any choice of pairs can reach. */
function bruteForce(cost: number[][], gate: number): number {
  const columns = cost[0]?.length ?? 0;
  const best = (row: number, used: number): number => {
    if (row === cost.length) return 0;
    let least = best(row + 1, used);
    for (let column = 0; column < columns; column++) {
      if ((used & (1 << column)) !== 0 || cost[row][column] > gate) continue;
      least = Math.min(least, cost[row][column] - gate + best(row + 1, used | (1 << column)));
    }
    return least;
  };
  return best(0, 0);
}

function solve(cost: number[][], gate: number, assignment = new Assignment()): { total: number; columnOf: number[] } {
  const columns = cost[0]?.length ?? 0;
  assignment.solve(cost.length, columns, Float64Array.from(cost.flat()), gate);
  const columnOf = Array.from(assignment.columnOf.subarray(0, cost.length));
  const total = columnOf.reduce((sum, column, row) => (column < 0 ? sum : sum + cost[row][column] - gate), 0);
  return { total, columnOf };
}

describe('assignment', () => {
  it.each([
    {
      name: 'crossing pairs',
      cost: [
        [1, 2],
        [1, 5],
      ],
      gate: 9,
      columnOf: [1, 0],
    },
    { name: 'a row stays alone rather than push a cheaper pair out', cost: [[1], [0.5]], gate: 9, columnOf: [-1, 0] },
    {
      name: 'the gate forbids',
      cost: [
        [8, 3],
        [9, 9],
      ],
      gate: 5,
      columnOf: [1, -1],
    },
    {
      name: 'two dear pairs lose against one cheap one',
      cost: [
        [0, 4.9],
        [4.9, 20],
      ],
      gate: 4,
      columnOf: [0, -1],
    },
    { name: 'more columns than rows', cost: [[3, 1, 2]], gate: 9, columnOf: [1] },
    { name: 'no columns', cost: [[], []], gate: 9, columnOf: [-1, -1] },
  ])('$name', ({ cost, gate, columnOf }) => {
    expect(solve(cost, gate).columnOf).toEqual(columnOf);
  });

  it('is as cheap as the best of all choices, and uses no column twice', () => {
    const assignment = new Assignment();
    const problem = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
      fc.tuple(
        fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
      ),
    );
    fc.assert(
      fc.property(problem, ([cost, gate]) => {
        const { total, columnOf } = solve(cost, gate, assignment);
        expect(total).toBeCloseTo(bruteForce(cost, gate), 9);
        const used = columnOf.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
      }),
      { numRuns: 300 },
    );
  });
});
