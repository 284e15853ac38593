import fc from 'fast-check';
import { expect } from 'vitest';
import type { Book } from '../../../models/aggregate/book.ts';
import type { Closed } from '../../../models/aggregate/open-buckets.ts';
import type { Plan } from '../../../models/aggregate/plan.ts';
import type { AggregateData } from '../../../models/contract/aggregate.ts';

export const MINUTE = 60_000;
const GRID = { cellM: 1, columns: 4, rows: 3 };

export const planWith = (minVisits = 1): Plan => ({
  zones: [
    { id: 'a', engagedS: 10, cameras: ['c1'] },
    { id: 'b', engagedS: 10, cameras: ['c1', 'c2'] },
  ],
  queues: [],
  lines: [{ id: 'door', cameras: ['c1'] }],
  floors: [{ id: '0', grid: GRID, cameras: ['c1', 'c2'] }],
  minVisits,
  heatMs: 2 * MINUTE,
});

type Kind = AggregateData['kind'];
type DataOf<K extends Kind> = Extract<AggregateData, { kind: K }>['data'];

export const dataOf = <K extends Kind>(closed: readonly Closed[], kind: K): DataOf<K>[] =>
  closed.flatMap((bucket) => bucket.messages.filter((m) => m.kind === kind).map((m) => m.data as DataOf<K>));

export const doorSum = (closed: readonly Closed[]) =>
  dataOf(closed, 'traffic').reduce(
    (sum, { lines: [door] }) => ({ in: sum.in + door.in, out: sum.out + door.out, visits: sum.visits + door.visits }),
    { in: 0, out: 0, visits: 0 },
  );

/** A fact of any kind at a moment of the first ten minutes. */
export const fact = fc.record({
  kind: fc.constantFrom('in', 'out', 'visit', 'end', 'cell', 'zone', 'move'),
  tMs: fc.integer({ min: 0, max: 10 * MINUTE - 1 }),
  person: fc.integer({ min: 1, max: 5 }),
  cell: fc.integer({ min: 0, max: 11 }),
});
type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never;

export function tell(book: Book, { kind, tMs, person, cell }: Fact): void {
  const name = `p${person}`;
  if (kind === 'in' || kind === 'out') book.crossed('door', kind, tMs, 0.25, name);
  else if (kind === 'visit') book.visitBegan('a', tMs, 0.25);
  else if (kind === 'end') book.visitEnded('a', tMs, cell, person === 1);
  else if (kind === 'cell') book.inCell('0', cell, tMs, 0.5, name);
  else if (kind === 'zone') book.inZone('b', tMs, 0.5, person);
  else book.moved('a', 'b', tMs, 0.25);
}

/** Sums that must not depend on how facts fall into messages. Not the distinct visits: those are bounds. */
export function totals(closed: readonly Closed[]) {
  const sum = { in: 0, out: 0, began: 0, ended: 0, censored: 0, dwellS: 0, occupancyS: 0, personS: 0, moved: 0 };
  for (const { lines } of dataOf(closed, 'traffic')) {
    sum.in += lines[0].in;
    sum.out += lines[0].out;
  }
  for (const { zones } of dataOf(closed, 'zone')) {
    const [a, b] = zones;
    sum.began += a.visits;
    sum.ended += a.ended;
    sum.censored += a.censored;
    sum.dwellS += a.dwellS;
    sum.occupancyS += b.occupancyS;
    expect(a.dwellHistogram.reduce((x, y) => x + y, 0)).toBe(a.ended);
    expect(a.censoredHistogram.reduce((x, y) => x + y, 0)).toBe(a.censored);
  }
  for (const { cells, unplaced } of dataOf(closed, 'heat'))
    sum.personS += cells.reduce((s, [, personS]) => s + personS, 0) + unplaced.personS;
  for (const { flows, unplaced } of dataOf(closed, 'flow'))
    sum.moved += flows.reduce((s, f) => s + f.count, 0) + unplaced;
  return sum;
}
