import type { Scenario } from '../../../calibration/simulator/economy/options.ts';
import type { BehaviourName } from '../../../calibration/simulator/people/behaviours.ts';
import { arrivedMs, type Itinerary, leftMs } from '../../../calibration/simulator/people/itinerary.ts';
import { type RanDay, runStore } from './run.ts';

/** Five weeks, of which the first is left out: the store's stock finds its level. */
export const DAYS = 35;
const PRODUCTS = 600;
const HOUR_MS = 3_600_000;

export type Facts = ReturnType<typeof gather>;

const run = (behaviour: BehaviourName, scenario: Scenario) =>
  runStore({ seed: 11, days: DAYS, products: PRODUCTS, behaviour, scenario });

/** All that the facts are judged by: a base run and its twins that differ by one action. */
export function gather(behaviour: BehaviourName) {
  const base = run(behaviour, {});
  const { products } = base.simulation.world.catalogue;
  const treated = products.filter((p) => p.index % 10 === 3);
  const dearer = run(behaviour, { prices: treated.map(({ sku }) => ({ sku, factor: 1.1 })) });
  const wider = run(behaviour, { layout: { facings: treated.map(({ sku }) => ({ sku, factor: 2 })) } });
  const plain = run(behaviour, { promotions: 'none' });
  return { behaviour, base, treated: treated.map((p) => p.index), dearer, wider, plain };
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;
export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];

export function skewness(values: readonly number[]): number {
  const m = mean(values);
  const moment = (k: number) => mean(values.map((v) => (v - m) ** k));
  return moment(3) / moment(2) ** 1.5;
}

export function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const product = sum(x.map((v, i) => (v - mx) * (y[i] - my)));
  return product / Math.sqrt(sum(x.map((v) => (v - mx) ** 2)) * sum(y.map((v) => (v - my) ** 2)));
}

/** Open days after the first week. */
export const settled = (days: readonly RanDay[]): RanDay[] => days.filter((d) => d.day.open && d.day.index >= 7);

export const customers = (days: readonly RanDay[]): Itinerary[] =>
  days.flatMap((d) => d.its.filter((it) => it.kind !== 'staff'));

/** A column of the ledger, summed over days, by product. */
export function column(
  days: readonly RanDay[],
  of: 'wanted' | 'lost' | 'sold' | 'stolen' | 'spoiled' | 'emptyMs',
): number[] {
  const total = new Array<number>(days[0].ledger.sold.length).fill(0);
  for (const { ledger } of days) for (let p = 0; p < total.length; p++) total[p] += ledger[of][p];
  return total;
}

export const openMs = (days: readonly RanDay[]): number => sum(days.map((d) => d.day.open!.toMs - d.day.open!.fromMs));

/** Arrivals by local hour, 8–19, on some weekdays. */
export function byHour(days: readonly RanDay[], weekday: (n: number) => boolean): number[] {
  const counts = new Array<number>(12).fill(0);
  for (const { day, its } of days) {
    if (!weekday(day.weekday)) continue;
    for (const it of its) {
      if (it.kind !== 'staff') counts[Math.min(11, Math.floor((arrivedMs(it) - day.open!.fromMs) / HOUR_MS))]++;
    }
  }
  return counts;
}

/** Seconds of stays at shelves. */
export function shelfDwells(its: readonly Itinerary[], bays: number): number[] {
  return its.flatMap((it) =>
    it.steps.filter((s) => s.place < bays && s.toMs > s.fromMs).map((s) => (s.toMs - s.fromMs) / 1000),
  );
}

export const visitMinutes = (its: readonly Itinerary[]): number[] =>
  its.map((it) => (leftMs(it) - arrivedMs(it)) / 60_000);

/** Each open hour's arrivals and the share of them that bought. */
export function conversionByHour(days: readonly RanDay[]): { groups: number; bought: number }[] {
  return days.flatMap(({ day, its }) => {
    const hours = Array.from({ length: 12 }, () => ({ groups: 0, bought: 0 }));
    for (const it of its) {
      if (it.kind === 'staff') continue;
      const hour = hours[Math.min(11, Math.floor((arrivedMs(it) - day.open!.fromMs) / HOUR_MS))];
      hour.groups++;
      if (it.sale !== undefined) hour.bought++;
    }
    return hours.filter((h) => h.groups > 5);
  });
}

/** Variance over mean of arrivals in five minutes, the rate of that weekday's five minutes taken out. */
export function dispersion(days: readonly RanDay[]): number {
  const bins = days.map(({ day, its }) => {
    const counts = new Array<number>(144).fill(0);
    for (const it of its) {
      const bin = Math.floor((arrivedMs(it) - day.open!.fromMs) / 300_000);
      if (it.kind !== 'staff' && bin < 144) counts[bin]++;
    }
    return { weekday: day.weekday, counts };
  });
  let [squares, means] = [0, 0];
  for (let bin = 0; bin < 140; bin += 12) {
    for (const { counts } of bins) {
      // Within one hour of one day the rate hardly changes: differences of neighbours hold the noise alone.
      for (let i = bin; i + 1 < bin + 12; i += 2) {
        squares += (counts[i] - counts[i + 1]) ** 2;
        means += counts[i] + counts[i + 1];
      }
    }
  }
  return squares / means;
}

/** Share of the bays that a visit passed or stood at. */
export function coverage(facts: Facts, its: readonly Itinerary[]): number[] {
  const { simulation } = facts.base;
  const bays = simulation.world.plan.bays.length;
  return its
    .filter((it) => it.kind === 'buyer')
    .map((it) => {
      const seen = new Set<number>();
      for (let i = 1; i < it.steps.length; i++) {
        for (const p of simulation.shop.passed(it.steps[i - 1].place, it.steps[i].place)) if (p < bays) seen.add(p);
      }
      return seen.size / bays;
    });
}

/** Units sold by week and product. */
export function weekly(days: readonly RanDay[]): number[][] {
  const weeks: number[][] = [];
  for (const { day, ledger } of days) {
    const week = Math.floor(day.index / 7);
    weeks[week] ??= new Array<number>(ledger.sold.length).fill(0);
    for (let p = 0; p < ledger.sold.length; p++) weeks[week][p] += ledger.sold[p];
  }
  return weeks;
}
