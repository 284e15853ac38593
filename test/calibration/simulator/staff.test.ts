import { describe, expect, it } from 'vitest';
import { type Itinerary, type Job, leftMs } from '../../../calibration/simulator/people/itinerary.ts';
import { runStore } from './run.ts';

const { simulation, days } = runStore({ seed: 9, days: 6, products: 200 });
const { places, plan, catalogue } = simulation.world;
const of = (job: Job): Itinerary[] => days.flatMap((d) => d.its.filter((it) => it.job === job));

describe('staff of a simulated store', () => {
  it.each([
    ['refill', 'staff'],
    ['rounds', 'staff'],
    ['cleaning', 'staff'],
    ['delivery', 'dock'],
  ] as const)('who are there for %s come from the place named %s, and go back to it', (job, home) => {
    expect(of(job).length).toBeGreaterThan(4);
    for (const it of of(job)) {
      expect([it.kind, it.steps[0].place, it.steps[it.steps.length - 1].place]).toEqual([
        'staff',
        places[home],
        places[home],
      ]);
      expect([it.picks.length, it.wait, it.sale, it.cart]).toEqual([0, undefined, undefined, job === 'delivery']);
    }
  });

  it('have numbers of their own, so that truth tells their ways apart', () => {
    const all = days.flatMap((d) => d.its.map((it) => it.visit));
    expect(new Set(all).size).toBe(all.length);
  });

  it('clean before every shelf once a day', () => {
    for (const it of of('cleaning')) {
      const seen = new Set(it.steps.map((step) => step.place));
      for (const { bays } of plan.faces) expect(seen.has(bays[0]) && seen.has(bays[bays.length - 1])).toBe(true);
    }
  });

  it('bring what suppliers by day deliver while the shop is open: one cart for each of them', () => {
    const byDay = (product: number) => catalogue.suppliers[catalogue.products[product].supplier].byDay;
    for (const { day, delivered, its } of days) {
      const carts = its.filter((it) => it.job === 'delivery');
      const due = new Set(delivered.filter((d) => byDay(d.product)).map((d) => catalogue.products[d.product].supplier));
      expect(carts.length).toBe(day.open ? due.size : 0);
      for (const it of carts) expect(leftMs(it)).toBeLessThan(day.open!.toMs);
    }
    expect(days.some((d) => d.delivered.some((x) => !byDay(x.product)))).toBe(true);
  });
});
