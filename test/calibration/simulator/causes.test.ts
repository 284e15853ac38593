import { describe, expect, it } from 'vitest';
import { planPrices } from '../../../calibration/simulator/economy/promotions.ts';
import { Stream } from '../../../calibration/simulator/random/stream.ts';
import { DEFAULTS, Simulation } from '../../../calibration/simulator/simulation.ts';
import { Demand } from '../../../calibration/simulator/store/demand.ts';
import { type Day, dayFactor, makeCalendar } from '../../../calibration/simulator/world/calendar.ts';
import { makeCatalogue } from '../../../calibration/simulator/world/catalogue.ts';
import { DEPARTMENTS } from '../../../calibration/simulator/world/departments.ts';
import { correlation, mean, sum } from './facts.ts';

const region = new Stream(3).sub('region');
const year = makeCalendar('2025-01-06', 364, region);
const on = (date: string): Day => year.find((d) => d.date === date) as Day;

describe('what moves the number of people', () => {
  it.each([
    ['rain', { ...on('2025-03-12'), rainy: true }, { ...on('2025-03-12'), rainy: false }],
    ['a usual Wednesday', on('2025-03-12'), { ...on('2025-03-12'), toClosure: 1 }],
    ['a Monday in autumn', { ...on('2025-10-13'), rainy: false }, { ...on('2025-12-15'), rainy: false }],
  ])('brings fewer on %s', (_, fewer, more) => {
    expect(dayFactor(fewer)).toBeLessThan(dayFactor(more));
  });

  const demandOf = (store: number) => new Demand(1000, new Stream(3).sub('store', store), region, true);
  const hidden = (demand: Demand) =>
    year.map((day) => {
      demand.newDay(day);
      return demand.factors().demand;
    });

  it('is shared by the stores of a chain as far as it is the region’s, and is each one’s luck for the rest', () => {
    const weekly = (values: readonly number[]) =>
      Array.from({ length: 52 }, (_, week) => mean(values.slice(7 * week, 7 * week + 7)));
    const [a, b] = [hidden(demandOf(0)), hidden(demandOf(1))];
    expect(correlation(weekly(a), weekly(b))).toBeGreaterThan(0.5);
    expect(correlation(a, b)).toBeLessThan(0.8);
    const [one, two] = [0, 1].map((store) => new Simulation({ ...DEFAULTS, seed: 3, days: 30, store, stores: 2 }));
    expect(one.calendar).toEqual(two.calendar);
    expect(one.prices.promotions).toEqual(two.prices.promotions);
  });

  it('is in part what competitors do, which the calendar’s expectation does not have', () => {
    const demand = demandOf(0);
    const open = year.filter((day) => day.open);
    const ratios = open.map((day) => {
      demand.newDay(day);
      const at = day.open!.fromMs + 3_600_000;
      return demand.groupsAnHour(at) / demand.expected(at);
    });
    const m = mean(ratios);
    const sd = Math.sqrt(mean(ratios.map((r) => (r - m) ** 2)));
    expect(sd).toBeGreaterThan(0.05);
    expect(sd).toBeLessThan(0.15);
  });
});

describe.each(['lists', 'crowds'] as const)('warm days of behaviour %s', (behaviour) => {
  it('sell more drinks and fewer sweets', () => {
    const soldAt = (warmth: number) => {
      const simulation = new Simulation({ ...DEFAULTS, seed: 14, days: 6, products: 200, behaviour });
      const wanted = DEPARTMENTS.map(() => 0);
      const ignore = () => undefined;
      const shop = simulation.open({
        dayBegan: ignore,
        visited: ignore,
        sold: ignore,
        reached: ignore,
        dayEnded: (_, ledger) => {
          for (const p of simulation.world.catalogue.products) wanted[p.department] += ledger.wanted[p.index];
        },
      });
      for (const day of simulation.calendar) shop.runDay({ ...day, warmth });
      return wanted;
    };
    const [cold, warm] = [soldAt(-6), soldAt(6)];
    const ratio = (id: string) => {
      const d = DEPARTMENTS.findIndex((it) => it.id === id);
      return warm[d] / cold[d];
    };
    expect(ratio('drinks')).toBeGreaterThan(1.15);
    expect(ratio('sweets')).toBeLessThan(0.98);
  });
});

describe('promotions of a year', () => {
  const catalogue = makeCatalogue(new Stream(5), 1000);
  const { promotions } = planPrices(catalogue, year, new Stream(5).sub('prices'), {});
  const weeks = Array.from({ length: 52 }, (_, week) => week);
  const share = (hit: (week: number, product: number) => boolean): number => {
    const all = weeks.flatMap((week) => catalogue.products.filter((p) => hit(week, p.index))).length;
    return promotions.filter((p) => p.week < 52 && hit(p.week, p.product)).length / all;
  };
  const departmentOf = (p: number) => DEPARTMENTS[catalogue.products[p].department].id;

  it('follow what the season is expected to sell', () => {
    const sweets = (from: number, to: number) => share((w, p) => departmentOf(p) === 'sweets' && w >= from && w < to);
    expect(sweets(44, 51)).toBeGreaterThan(1.4 * sweets(20, 30));
  });

  it('follow holidays', () => {
    const festive = weeks.map((week) => year.slice(7 * week, 7 * week + 7).some((d) => d.holiday));
    expect(festive.filter(Boolean).length).toBeGreaterThan(5);
    // A department without much of a season.
    const household = (wanted: boolean) =>
      share((w, p) => ['household', 'staples', 'dairy', 'bakery'].includes(departmentOf(p)) && festive[w] === wanted);
    expect(household(true) / household(false)).toBeGreaterThan(1.15);
  });

  it('follow their suppliers’ slots, one week in five', () => {
    const slot = (week: number, p: number) => (week + catalogue.products[p].supplier) % 5;
    const rates = [0, 1, 2, 3, 4].map((k) => share((w, p) => slot(w, p) === k));
    expect(rates[0]).toBeGreaterThan(3 * (sum(rates.slice(1)) / 4));
  });
});
