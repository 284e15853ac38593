import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { honestDoors, type MadeStore, MOMENT_S, madeDay } from '../../../calibration/lab/spoil-day.ts';
import { FlowBalance } from '../../../edge/events/balance.ts';
import { ERRING, linesOf, USUAL, watchDay } from '../../bench/events-drift.ts';

const RUNS = 4;
const day = (doors: number, seenShare: number): MadeStore => ({
  doors: honestDoors(doors, USUAL),
  seenShare,
  until: 'closed',
});
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the flow balance', () => {
  it.each([
    [1, 0.6],
    [4, 0.6],
    [2, 0.9],
  ])('stays near the truth with %i doors and %f of the floor in view', (doors, seenShare) => {
    const store = day(doors, seenShare);
    const days = Array.from({ length: RUNS }, (_, i) =>
      watchDay(new FlowBalance(linesOf(store), seenShare), store, 500 + i),
    );
    expect(mean(days.map((it) => (it.atClose * 1000) / it.crossings))).toBeLessThan(0.3);
    expect(mean(days.map((it) => it.throughDay))).toBeLessThan(2);
    expect(mean(days.map((it) => it.doorAlone.throughDay))).toBeGreaterThan(3);
    expect(days.flatMap((it) => [...it.named])).toEqual([]);
  });

  it('stays near the truth on doors and counts in view alone', () => {
    const off: number[] = [];
    for (let seed = 1; seed <= RUNS; seed++) {
      const balance = new FlowBalance(['door'], 0.6);
      let people = 0;
      for (const moment of madeDay(seed, { ...day(1, 0.6), until: 3000 })) {
        for (let i = 0; i < moment.doors[0].in; i++) balance.crossed('door', 'in');
        for (let i = 0; i < moment.doors[0].out; i++) balance.crossed('door', 'out');
        balance.inView(moment.inView, MOMENT_S);
        people = moment.people;
      }
      off.push(Math.abs(balance.people - people));
    }
    expect(mean(off)).toBeLessThan(3.5);
  });

  it.each(ERRING.map((door) => [JSON.stringify(door), door] as const))('names the door that errs: %s', (_, erring) => {
    const store: MadeStore = { ...day(3, 0.6), doors: [...honestDoors(2, USUAL), erring] };
    const balance = new FlowBalance(linesOf(store), 0.6);
    const { named } = watchDay(balance, store, 41);
    expect([...named]).toEqual(['door-3']);
    const [first, , third] = balance.doors();
    const bias = (way: 'in' | 'out') => Math.abs(third[way].missedShare);
    expect(Math.max(bias('in'), bias('out'))).toBeGreaterThan(0.04);
    expect(Math.abs(first.in.missedShare)).toBeLessThan(0.04);
  });

  it('refuses a door that it does not know', () => {
    expect(() => new FlowBalance(['door'], 0.6).crossed('window', 'in')).toThrow(RangeError);
  });

  it('is never negative, never below who is seen, and the same through JSON', () => {
    const told = fc.constantFrom('in', 'out', 'began', 'ended', 'came', 'went') as fc.Arbitrary<Told>;
    const step = fc.record({
      told: fc.array(fc.tuple(told, fc.constantFrom('a', 'b')), { maxLength: 6 }),
      inView: fc.nat(8),
      dtS: fc.constantFrom(0.1, 1, 5),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), fc.nat(99), (steps, at) => {
        const whole = new FlowBalance(['a', 'b'], 0.6);
        let parts = new FlowBalance(['a', 'b'], 0.6);
        steps.forEach((it, i) => {
          for (const balance of [whole, parts]) for (const [what, line] of it.told) say(balance, what, line);
          if (i === at) {
            const state = JSON.parse(JSON.stringify(parts.snapshot()));
            parts = new FlowBalance(['a', 'b'], 0.6);
            parts.restore(state);
          }
          for (const balance of [whole, parts]) {
            balance.inView(it.inView, it.dtS);
            expect(balance.people).toBeGreaterThanOrEqual(it.inView);
            expect(balance.variance).toBeGreaterThanOrEqual(0);
          }
        });
        expect(parts.snapshot()).toEqual(whole.snapshot());
      }),
    );
  });
});

type Told = 'in' | 'out' | 'began' | 'ended' | 'came' | 'went';

function say(balance: FlowBalance, what: Told, line: string): void {
  if (what === 'came' || what === 'went') balance[what]();
  else if (what === 'in' || what === 'out') balance.crossed(line, what);
  else balance.tracked(line, what === 'began' ? 'in' : 'out');
}
