import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doorRun, MOMENT_S } from '../../../calibration/lab/spoil-doors.ts';
import { FlowBalance } from '../../../edge/events/balance.ts';

/** Mean distance from the truth at the end of some runs: of the balance, and of the door alone. */
function drift(crossings: number, seenShare: number, believedShare = seenShare) {
  const off = { balance: 0, door: 0 };
  for (let seed = 1; seed <= 10; seed++) {
    const balance = new FlowBalance(believedShare);
    let door = 0;
    let people = 0;
    for (const moment of doorRun(seed, crossings, seenShare, { missed: 0.03, doubled: 0.02 })) {
      for (const change of moment.counted) {
        balance.crossed(change);
        door += change;
      }
      balance.inView(moment.inView, MOMENT_S);
      people = moment.people;
    }
    off.balance += Math.abs(balance.people - people) / 10;
    off.door += Math.abs(door - people) / 10;
  }
  return off;
}

describe('the flow balance', () => {
  it.each([
    [3000, 0.6, 0.6],
    [3000, 0.9, 0.9],
    // The share of the floor is not the share of the people.
    [10_000, 0.6, 0.7],
  ])('stays near the truth over %i crossings where the door alone drifts', (crossings, seen, believed) => {
    const { balance, door } = drift(crossings, seen, believed);
    expect(balance).toBeLessThan(crossings / 1000);
    expect(door).toBeGreaterThan(2 * balance);
  });

  it('is never negative, never below who is seen, and the same through JSON', () => {
    const step = fc.record({ change: fc.constantFrom(-1 as const, 1 as const), inView: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), fc.nat(99), (steps, at) => {
        const whole = new FlowBalance(0.6);
        let parts = new FlowBalance(0.6);
        steps.forEach(({ change, inView }, i) => {
          if (i === at) {
            const state = JSON.parse(JSON.stringify(parts.snapshot()));
            parts = new FlowBalance(0.6);
            parts.restore(state);
          }
          for (const balance of [whole, parts]) {
            balance.crossed(change);
            expect(balance.people).toBeGreaterThanOrEqual(0);
            balance.inView(inView, 1);
            expect(balance.people).toBeGreaterThanOrEqual(inView);
          }
        });
        expect(parts.people).toBe(whole.people);
      }),
    );
  });
});
