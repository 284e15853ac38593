import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../../models/aggregate/book.ts';
import { type BookState, type Closed, HOLD_MS } from '../../../models/aggregate/open-buckets.ts';
import type { Plan } from '../../../models/aggregate/plan.ts';
import type { AggregateData } from '../../../models/contract/aggregate.ts';

const MINUTE = 60_000;
const GRID = { cellM: 1, columns: 4, rows: 3 };

const planWith = (minVisits = 1): Plan => ({
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

const dataOf = <K extends Kind>(closed: readonly Closed[], kind: K): DataOf<K>[] =>
  closed.flatMap((bucket) => bucket.messages.filter((m) => m.kind === kind).map((m) => m.data as DataOf<K>));

const doorSum = (closed: readonly Closed[]) =>
  dataOf(closed, 'traffic').reduce(
    (sum, { lines: [door] }) => ({ in: sum.in + door.in, out: sum.out + door.out, visits: sum.visits + door.visits }),
    { in: 0, out: 0, visits: 0 },
  );

describe('buckets of the book', () => {
  it('hold a minute open for a while after its end, then hand it out once', () => {
    const book = new Book(planWith());
    book.crossed('door', 'in', 30_000, 0.1, 'p1');
    expect(book.close(MINUTE + HOLD_MS - 1)).toEqual([]);
    const closed = book.close(MINUTE + HOLD_MS);
    expect(closed).toHaveLength(1);
    expect(closed[0].late).toBe(false);
    expect(doorSum(closed)).toEqual({ in: 1, out: 0, visits: 1 });
    expect(book.close(10 * MINUTE)).toEqual([]);
  });

  it('are handed out when the clock was set back, as are those of the time that is to come again', () => {
    let book = new Book(planWith());
    const run = (fromMs: number, minutes: number): Closed[] => {
      const closed: Closed[] = [];
      for (let tMs = fromMs; tMs < fromMs + minutes * MINUTE; tMs += 1000) {
        if (tMs % (10 * MINUTE) === 0) {
          const state = JSON.parse(JSON.stringify(book.snapshot())) as BookState;
          book = new Book(planWith());
          book.restore(state);
        }
        book.crossed('door', 'in', tMs, 0.1, `p${tMs}`);
        closed.push(...book.closeDue(tMs));
      }
      return closed;
    };
    const before = run(60 * MINUTE, 20);
    const after = run(0, 20);
    expect(doorSum(before).in).toBe(60 * 19);
    // The last minute before, and all after it but for the one that is not complete.
    expect(doorSum(after).in).toBe(60 + 60 * 19);
    expect(after.slice(-10).filter(({ late }) => late)).toEqual([]);
    expect(doorSum([...before, ...after, ...book.closeAll()]).in).toBe(60 * 40);
  });

  it('take back where it was told, of a closed period, as many as may be told apart', () => {
    const visits = (people: number, minVisits: number) => {
      const book = new Book(planWith(minVisits));
      const tell = (n: 1 | -1) => {
        for (let i = 0; i < people; i++) {
          book.inCell('0', 3, 1000, 4, `p${i}`, n);
          book.stepped('0', 3, 2, 1000, `p${i}`, n);
          book.moved('a', 'b', 1000, 0, n);
        }
      };
      tell(1);
      const before = book.closeAll();
      tell(-1);
      const late = book.closeAll();
      return [...dataOf(before, 'heat'), ...dataOf(late, 'heat')].map(({ cells, unplaced }) => [
        cells,
        unplaced.visits,
      ]);
    };
    expect(visits(1, 1)).toEqual([
      [[[3, 4, 1]], 0],
      [[[3, -4, -1]], 0],
    ]);
    expect(visits(3, 3)).toEqual([
      [[[3, 12, 3]], 0],
      [[[3, -12, -3]], 0],
    ]);
    expect(visits(2, 3)).toEqual([
      [[], 2],
      [[], -2],
    ]);
  });

  it('count a person again who was taken back and is told of again', () => {
    const book = new Book(planWith());
    const tell = (tMs: number, n: 1 | -1) => {
      book.inCell('0', 3, tMs, 4, 'p1', n);
      book.stepped('0', 3, 2, tMs, 'p1', n);
      book.crossed('door', 'in', tMs, 0.1, 'p1', n);
    };
    for (const tMs of [10_000, 20_000, 70_000]) tell(tMs, 1);
    for (const tMs of [10_000, 20_000, 70_000]) tell(tMs, -1);
    tell(30_000, 1);
    const closed = book.closeAll();
    expect(dataOf(closed, 'heat').map(({ cells }) => cells)).toEqual([[[3, 4, 1]]]);
    expect(dataOf(closed, 'path').map(({ cells }) => cells)).toEqual([[[3, [0, 0, 1, 0, 0, 0, 0, 0]]]]);
    expect(doorSum(closed)).toEqual({ in: 1, out: 0, visits: 1 });
  });

  it('take a person back out of what is not closed yet, and with signed numbers out of what is', () => {
    const tell = (book: Book, n: 1 | -1) => {
      book.crossed('door', 'in', 30_000, 0.1, 'p1', n);
      book.unitCrossed('door', 'in', 30_000, n);
      book.visitBegan('a', 31_000, 0.1, n);
      book.visitEnded('a', 50_000, 19, false, n);
      book.inCell('0', 3, 31_000, 4, 'p1', n);
      book.inZone('a', 31_000, 19, 1, n);
    };
    const told = new Book(planWith());
    tell(told, 1);
    tell(told, -1);
    const sums = (closed: readonly Closed[]) => {
      const zone = { visits: 0, ended: 0, dwellS: 0, engaged: 0, bin: 0, occupancyS: 0 };
      for (const { zones } of dataOf(closed, 'zone')) {
        zone.visits += zones[0].visits;
        zone.ended += zones[0].ended;
        zone.dwellS += zones[0].dwellS;
        zone.engaged += zones[0].engaged;
        zone.bin += zones[0].dwellHistogram[4];
        zone.occupancyS += zones[0].occupancyS;
      }
      return { door: doorSum(closed), zone };
    };
    const nothing = {
      door: { in: 0, out: 0, visits: 0 },
      zone: { visits: 0, ended: 0, dwellS: 0, engaged: 0, bin: 0, occupancyS: 0 },
    };
    expect(sums(told.closeAll())).toEqual(nothing);

    const late = new Book(planWith());
    tell(late, 1);
    const first = late.close(10 * MINUTE);
    expect(sums(first)).toEqual({
      door: { in: 1, out: 0, visits: 1 },
      zone: { visits: 1, ended: 1, dwellS: 19, engaged: 1, bin: 1, occupancyS: 19 },
    });
    tell(late, -1);
    const second = late.closeAll();
    expect(second.every((closed) => closed.late)).toBe(true);
    expect(sums([...first, ...second])).toEqual(nothing);
  });

  it('are half-open: the end of a minute belongs to the next', () => {
    const book = new Book(planWith());
    book.visitBegan('a', MINUTE - 1, 0);
    book.visitBegan('a', MINUTE, 0);
    expect(dataOf(book.closeAll(), 'zone').map(({ zones }) => zones[0].visits)).toEqual([1, 1]);
  });

  it('give what comes after their closing as a late message on top', () => {
    const book = new Book(planWith());
    book.crossed('door', 'in', 30_000, 0, 'p1');
    book.close(3 * MINUTE);
    book.crossed('door', 'out', 31_000, 0, 'p2');
    const late = book.closeAll().filter((c) => c.late);
    expect(doorSum(late)).toEqual({ in: 0, out: 1, visits: 1 });
  });

  it('count a visit at its entry, its dwell at its exit, and a cut one apart', () => {
    const book = new Book(planWith());
    book.visitBegan('a', 50_000, 0.2);
    book.visitEnded('a', 70_000, 20, false);
    book.visitBegan('a', 71_000, 0);
    book.visitEnded('a', 75_000, 4, true);
    const [first, second] = dataOf(book.closeAll(), 'zone').map(({ zones }) => zones[0]);
    expect(first).toMatchObject({ visits: 1, visitsVariance: 0.2, ended: 0, dwellS: 0 });
    expect(second).toMatchObject({ visits: 1, ended: 1, engaged: 1, censored: 1, dwellS: 20 });
    expect(second.dwellHistogram).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(second.censoredHistogram).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('count one person once among the visits of a line, however often it crosses in that minute', () => {
    const book = new Book(planWith());
    for (const t of [1000, 2000, 3000]) book.crossed('door', 'in', t, 0, 'p1');
    book.crossed('door', 'out', 4000, 0, 'p2');
    expect(doorSum(book.closeAll())).toEqual({ in: 3, out: 1, visits: 2 });
  });
});

describe('coverage', () => {
  it.each([
    ['frames each 100 ms', [[0, 100, 600]], 1],
    ['a gap of exactly 1 s counts as seen', [[0, 1000, 60]], 1],
    ['a gap above 1 s does not', [[0, 1001, 10]], 0],
    ['half a minute', [[0, 500, 60]], 0.5],
  ])('%s', (_name, spans, expected) => {
    const book = new Book(planWith());
    for (const [from, step, n] of spans as number[][])
      for (let i = 0; i < n; i++) book.seen('c1', from + i * step, from + (i + 1) * step);
    const zone = dataOf(book.closeAll(), 'zone')[0]?.zones[0].coverage ?? 0;
    expect(zone).toBe(expected);
  });

  it('of a zone is the least of its cameras, of a floor their mean', () => {
    const book = new Book(planWith());
    for (let i = 0; i < 60; i++) book.seen('c1', i * 1000, (i + 1) * 1000);
    for (let i = 0; i < 15; i++) book.seen('c2', i * 1000, (i + 1) * 1000);
    const [{ zones, floors }] = dataOf(book.closeAll(), 'zone');
    expect(zones.map((z) => z.coverage)).toEqual([1, 0.25]);
    expect(floors[0].coverage).toBe(0.625);
  });

  it('of a span over a minute border goes to both minutes', () => {
    const book = new Book(planWith());
    book.seen('c1', MINUTE - 300, MINUTE + 600);
    expect(dataOf(book.closeAll(), 'traffic').map(({ lines }) => lines[0].coverage)).toEqual([0.005, 0.01]);
  });
});

describe('heat and flow', () => {
  it('put cells and pairs with too few visits into unplaced, and lose nothing', () => {
    const book = new Book(planWith(3));
    for (const person of ['p1', 'p2', 'p3']) book.inCell('0', 5, 1000, 0.5, person);
    book.inCell('0', 6, 1000, 0.25, 'p1');
    for (let i = 0; i < 3; i++) book.moved('a', 'b', 1000, 0.1);
    book.moved('b', 'a', 1000, 0);
    const closed = book.closeAll();
    const [heat] = dataOf(closed, 'heat');
    expect(heat.cells).toEqual([[5, 1.5, 3]]);
    expect(heat.unplaced).toEqual({ personS: 0.25, visits: 1 });
    const [flow] = dataOf(closed, 'flow');
    expect(flow.flows).toEqual([{ from: 'a', to: 'b', count: 3, variance: 0.3 }]);
    expect(flow.unplaced).toBe(1);
  });
});

/** A fact of any kind at a moment of the first ten minutes. */
const fact = fc.record({
  kind: fc.constantFrom('in', 'out', 'visit', 'end', 'cell', 'zone', 'move'),
  tMs: fc.integer({ min: 0, max: 10 * MINUTE - 1 }),
  person: fc.integer({ min: 1, max: 5 }),
  cell: fc.integer({ min: 0, max: 11 }),
});
type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never;

function tell(book: Book, { kind, tMs, person, cell }: Fact): void {
  const name = `p${person}`;
  if (kind === 'in' || kind === 'out') book.crossed('door', kind, tMs, 0.25, name);
  else if (kind === 'visit') book.visitBegan('a', tMs, 0.25);
  else if (kind === 'end') book.visitEnded('a', tMs, cell, person === 1);
  else if (kind === 'cell') book.inCell('0', cell, tMs, 0.5, name);
  else if (kind === 'zone') book.inZone('b', tMs, 0.5, person);
  else book.moved('a', 'b', tMs, 0.25);
}

/** Sums that must not depend on how facts fall into messages. Not the distinct visits: those are bounds. */
function totals(closed: readonly Closed[]) {
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

describe('conservation', () => {
  it('minutes add up to what was told, whenever and however often they are closed', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (facts, every) => {
        const whole = new Book(planWith(3));
        const cut = new Book(planWith(3));
        const closed: Closed[] = [];
        facts.forEach((f, i) => {
          tell(whole, f);
          tell(cut, f);
          if (i % every === 0) closed.push(...cut.close(f.tMs));
        });
        closed.push(...cut.closeAll());
        const told = (kind: string) => facts.filter((f) => f.kind === kind).length;
        const sums = totals(closed);
        expect(sums).toEqual(totals(whole.closeAll()));
        expect([sums.in, sums.out, sums.began]).toEqual([told('in'), told('out'), told('visit')]);
        expect(sums.ended + sums.censored).toBe(told('end'));
        expect(sums.personS).toBeCloseTo(told('cell') * 0.5, 6);
        expect(sums.moved).toBe(told('move'));
      }),
    );
  });

  it('a checkpoint through JSON changes nothing, to the byte', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 60 }), fc.nat(60), (sparse, at) => {
        // Close enough together that the same people are told of in one bucket again.
        const facts = sparse.map((f) => ({ ...f, tMs: f.tMs % (2 * MINUTE), cell: f.cell % 2 }));
        const whole = new Book(planWith(2));
        let parts = new Book(planWith(2));
        facts.forEach((f, i) => {
          tell(whole, f);
          if (i === at) {
            const state = JSON.parse(JSON.stringify(parts.snapshot())) as BookState;
            parts = new Book(planWith(2));
            parts.restore(state);
          }
          tell(parts, f);
        });
        expect(JSON.stringify(parts.closeAll())).toBe(JSON.stringify(whole.closeAll()));
      }),
    );
  });
});
