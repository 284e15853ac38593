import { describe, expect, it } from 'vitest';
import { Stream } from '../../../calibration/simulator/random/stream.ts';
import { Clockwork, type Life } from '../../../calibration/simulator/store/clockwork.ts';
import { Tills } from '../../../calibration/simulator/store/tills.ts';
import { erlangC } from './facts/queues.ts';

/** Mean wait in seconds of Poisson customers with exponential services of mean 1 s at c tills. */
function meanWait(c: number, load: number, customers: number): number {
  const clock = new Clockwork();
  const tills = new Tills(clock, c);
  tills.staff(c);
  const r = new Stream(17).sub(c, Math.round(100 * load));
  let waited = 0;
  function* customer(serviceMs: number): Life {
    const joinMs = clock.nowMs;
    const waiter = tills.join(clock.current!);
    if (waiter.till < 0) yield Number.POSITIVE_INFINITY;
    waited += clock.nowMs - joinMs;
    yield clock.nowMs + serviceMs;
    tills.release(waiter.till);
  }
  for (let i = 0, t = 0; i < customers; i++) {
    t += (1000 / load) * r.exponential();
    clock.spawn(customer(1000 * r.exponential()), t);
  }
  clock.runUntil(1e12);
  return waited / 1000 / customers;
}

describe('tills with Poisson customers and exponential services', () => {
  // Erlang 1917: mean wait = C(c, a) / (c − a) of a service.
  it.each([
    [1, 0.5],
    [2, 1.4],
    [3, 2.4],
    [5, 4],
  ])('%d tills under %f Erlangs make people wait as Erlang says', (c, load) => {
    const expected = erlangC(c, load) / (c - load);
    expect(meanWait(c, load, 120_000) / expected).toBeGreaterThan(0.9);
    expect(meanWait(c, load, 120_000) / expected).toBeLessThan(1.1);
  });

  it('know the textbook value of Erlang C', () => {
    // c = 2, a = 1: C = 1/3 (e.g. Gross & Harris, Fundamentals of Queueing Theory, M/M/2 with ρ = 0.5).
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
  });
});
