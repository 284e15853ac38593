import { describe, expect, it } from 'vitest';
import { Book } from '../../../models/aggregate/book.ts';
import { type BookState, type Closed, HOLD_MS } from '../../../models/aggregate/open-buckets.ts';
import { dataOf, doorSum, MINUTE, planWith } from './book-kit.ts';

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
