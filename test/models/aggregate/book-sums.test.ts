import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../../models/aggregate/book.ts';
import type { BookState, Closed } from '../../../models/aggregate/open-buckets.ts';
import { dataOf, fact, MINUTE, planWith, tell, totals } from './book-kit.ts';

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
