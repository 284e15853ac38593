import { describe, expect, it } from 'vitest';
import type { OrderQuestion } from '../../../calibration/simulator/economy/decisions.ts';
import type { Scenario } from '../../../calibration/simulator/economy/options.ts';
import { Simulation } from '../../../calibration/simulator/simulation.ts';
import { makeWorld } from '../../../calibration/simulator/world/world.ts';
import { correlation, customers, settled, sum } from './facts.ts';
import { type RanDay, runStore } from './run.ts';

const behaviours = ['lists', 'crowds'] as const;
const world = { seed: 21, products: 150 };
const run = (behaviour: (typeof behaviours)[number], days: number, scenario: Scenario = {}) =>
  runStore({ ...world, days, behaviour, scenario });

const who = (days: readonly RanDay[]) =>
  customers(days)
    .map(({ visit, kind, household, size, steps }) => `${visit} ${kind} ${household} ${size} ${steps[0].fromMs}`)
    .sort();

describe.each(behaviours)('two runs of behaviour %s that differ by an action', (behaviour) => {
  const base = run(behaviour, 6);

  it('have the same people at the door at the same moments', () => {
    const { sku } = base.simulation.world.catalogue.products[7];
    const cheaper = run(behaviour, 6, { prices: [{ sku, factor: 0.7 }] });
    expect(who(cheaper.days)).toEqual(who(base.days));
  });

  it('are one run where the action does nothing', () => {
    const same = run(behaviour, 6, { prices: [{ sku: 'none such', factor: 0.5 }] });
    expect(same.days.map((d) => d.sales)).toEqual(base.days.map((d) => d.sales));
  });

  it('wait less with one more till, and more with one for all', () => {
    const waited = ({ days }: typeof base) =>
      sum(customers(days).map((it) => (it.wait ? it.wait.endMs - it.wait.joinMs : 0)));
    const one = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [String(8 + i), 1]));
    expect(waited(run(behaviour, 6, { roster: { tills: 1 } }))).toBeLessThan(waited(base));
    expect(waited(run(behaviour, 6, { roster: { byHour: one } }))).toBeGreaterThan(waited(base));
  });

  it('are out of stock more often when less is ordered', () => {
    const empty = ({ days }: typeof base) => sum(days.map((d) => sum([...d.ledger.emptyMs])));
    expect(empty(run(behaviour, 20, { orders: { safety: -2 } }))).toBeGreaterThan(
      empty(run(behaviour, 20, { orders: { safety: 2 } })),
    );
  });

  it('have their departments elsewhere after a swap, and as many people at the door', () => {
    const swapped = run(behaviour, 6, { layout: { swap: [['Dairy', 'Drinks']] } });
    expect(swapped.simulation.world.bayOf).not.toEqual(base.simulation.world.bayOf);
    expect(who(swapped.days)).toEqual(who(base.days));
  });

  it('may be answered day by day by somebody who orders and rosters', () => {
    const asked: OrderQuestion[] = [];
    const simulation = new Simulation({ ...base.simulation.options, days: 12 });
    const ignore = () => undefined;
    let delivered = 0;
    const shop = simulation.open(
      {
        dayBegan: (_, list) => {
          delivered += sum(list.map((d) => d.units));
        },
        visited: ignore,
        sold: ignore,
        reached: ignore,
        dayEnded: ignore,
      },
      {
        order: (question) => {
          asked.push(question);
          return question.product === 5 ? 10 : 0;
        },
        roster: ({ tills }) => tills,
      },
    );
    for (const day of simulation.calendar) shop.runDay(day);
    expect(asked.length).toBeGreaterThan(100);
    const { casePack } = simulation.world.catalogue.products[5];
    expect(delivered).toBeGreaterThan(0);
    expect(delivered % (Math.ceil(10 / casePack) * casePack)).toBe(0);
  });
});

describe.each(behaviours)('null worlds of behaviour %s', (behaviour) => {
  /** Correlation over days of the visits' and the sales' deviations from the calendar's expectation. */
  const link = (nothing: 'footfall'[]) => {
    const { days } = runStore({ ...world, days: 70, behaviour, nothing });
    const open = settled(days);
    const usual = (of: (d: RanDay) => number) =>
      open.map((d) => {
        const same = open.filter((o) => o.day.weekday === d.day.weekday).map(of);
        return of(d) / (sum(same) / same.length);
      });
    return correlation(
      usual((d) => customers([d]).length),
      usual((d) => d.sales.length),
    );
  };

  it('have sales that go with footfall as usual, and not at all where footfall adds nothing', () => {
    expect(link([])).toBeGreaterThan(0.7);
    expect(Math.abs(link(['footfall']))).toBeLessThan(0.35);
  });

  it('sell no more from a display where displays add nothing', () => {
    const of = (nothing: 'display'[], display: boolean) => {
      const larger = { ...world, products: 500 };
      const { simulation } = runStore({ ...larger, days: 1 });
      const add = simulation.world.catalogue.products
        .filter((p) => p.index % 80 === 0)
        .map(({ sku }) => ({ sku, week: 0, depth: 0.2, display }));
      const scenario = { promotions: { add } };
      const { days } = runStore({ ...larger, days: 6, behaviour, nothing, scenario });
      return sum(days.flatMap((d) => [...d.ledger.sold].filter((_, p) => p % 80 === 0)));
    };
    expect(of([], true) / of([], false)).toBeGreaterThan(1.08);
    expect(of(['display'], true) / of(['display'], false)).toBeCloseTo(1, 10);
  });

  it('want no more of what has more room on the shelf where the layout adds nothing', () => {
    const wantedOf = (nothing: 'layout'[], factor: number) => {
      const larger = { ...world, products: 300 };
      const products = makeWorld({ ...larger, store: 0, stores: 1 }).catalogue.products;
      const facings = products.filter((p) => p.index % 10 === 3).map(({ sku }) => ({ sku, factor }));
      const { days } = runStore({ ...larger, days: 6, behaviour, nothing, scenario: { layout: { facings } } });
      return sum(days.flatMap((d) => [...d.ledger.wanted].filter((_, p) => p % 10 === 3)));
    };
    expect(wantedOf([], 2.5) / wantedOf([], 1)).toBeGreaterThan(1.08);
    // More room means fewer gaps, and what is bought today is not wanted tomorrow: not quite 1.
    expect(Math.abs(wantedOf(['layout'], 2.5) / wantedOf(['layout'], 1) - 1)).toBeLessThan(0.02);
  });
});
