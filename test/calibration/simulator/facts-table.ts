import { leftMs } from '../../../calibration/simulator/people/itinerary.ts';
import { log } from '../../../calibration/simulator/random/exact.ts';
import type { Facts } from './facts.ts';
import * as f from './facts.ts';

/** A stylised fact: what is measured, the band that it must lie in, and where the band comes from. */
export interface Fact {
  fact: string;
  of(facts: Facts): number;
  band: readonly [number, number];
  source: string;
  /** For one generator only. */
  only?: string;
}

const days = (facts: Facts) => f.settled(facts.base.days);
const its = (facts: Facts) => f.customers(days(facts));
const waits = (facts: Facts) => its(facts).flatMap((it) => (it.wait?.till === undefined ? [] : [it.wait]));
const baskets = (facts: Facts) => days(facts).flatMap((d) => d.sales.map((s) => f.sum(s.lines.map((l) => l.units))));
const share = <T>(list: readonly T[], of: (item: T) => boolean) => list.filter(of).length / list.length;

const weekdayShare = (facts: Facts, weekday: number) => {
  const all = days(facts).filter((d) => d.its.length > 0);
  const mean = (list: typeof all) => f.mean(list.map((d) => d.its.length));
  return mean(all.filter((d) => d.day.weekday === weekday)) / mean(all);
};

const peakHour = (counts: readonly number[]) => 8 + counts.indexOf(Math.max(...counts));

/** Log ratio of what was wanted of the treated products in a twin over the base, over the log of the dose. */
function elasticity(facts: Facts, twin: 'dearer' | 'wider', doses: (product: number) => number): number {
  const base = f.column(f.settled(facts.base.days), 'wanted');
  const other = f.column(f.settled(facts[twin].days), 'wanted');
  const used = facts.treated.filter((p) => base[p] > 20);
  const dose = f.mean(used.map((p) => log(doses(p))));
  return log(f.sum(used.map((p) => other[p])) / f.sum(used.map((p) => base[p]))) / dose;
}

const facingsRatio = (facts: Facts) => (p: number) =>
  facts.wider.simulation.world.facings[p] / facts.base.simulation.world.facings[p];

/** Promotions of the settled weeks with room for an afterwards. */
const promoted = (facts: Facts) => facts.base.simulation.prices.promotions.filter((p) => p.week >= 1 && p.week <= 3);

/** Sales of promoted products in the week `later` of their promotion, over the twin's without any promotion. */
function lift(
  facts: Facts,
  later: number,
  of: (p: ReturnType<typeof promoted>[number]) => boolean = () => true,
): number {
  const [base, plain] = [f.weekly(facts.base.days), f.weekly(facts.plain.days)];
  const list = promoted(facts).filter((p) => of(p) && p.week + later < 5 && !again(facts, p, later));
  const total = (weeks: number[][]) => f.sum(list.map((p) => weeks[p.week + later][p.product]));
  return total(base) / total(plain);
}

const again = (facts: Facts, { product, week }: { product: number; week: number }, later: number) =>
  later > 0 && facts.base.simulation.prices.promotions.some((p) => p.product === product && p.week === week + later);

const storable = (facts: Facts) => (p: { product: number }) => {
  const { products, categories } = facts.base.simulation.world.catalogue;
  return categories[products[p.product].category].storable > 0.4;
};

/** The rest of the category in a promotion's week, over the twin without promotions. */
function cannibalised(facts: Facts): number {
  const { products, categories } = facts.base.simulation.world.catalogue;
  const [base, plain] = [f.weekly(facts.base.days), f.weekly(facts.plain.days)];
  let [a, b] = [0, 0];
  for (const p of promoted(facts)) {
    const on = new Set(
      promoted(facts)
        .filter((q) => q.week === p.week)
        .map((q) => q.product),
    );
    for (const q of categories[products[p.product].category].products) {
      if (on.has(q)) continue;
      a += base[p.week][q];
      b += plain[p.week][q];
    }
  }
  return a / b;
}

const deciles = (facts: Facts) => {
  const sold = f.column(days(facts), 'sold');
  const empty = f.column(days(facts), 'emptyMs');
  const order = sold.map((_, p) => p).sort((a, b) => sold[b] - sold[a]);
  const tenth = Math.floor(order.length / 10);
  return { order, tenth, sold, empty };
};

/** Mean wait over what Erlang C with the same arrivals, services and open tills, hour by hour, would have. */
export function waitOverErlang(facts: Facts): number {
  const HOUR = 3_600_000;
  let [seen, expected] = [0, 0];
  for (const { day, its: all } of days(facts)) {
    const queued = all.flatMap((it) => (it.wait?.till === undefined ? [] : [it.wait]));
    for (let hour = 0; hour < 12; hour++) {
      const from = day.open!.fromMs + hour * HOUR;
      const here = queued.filter((w) => w.joinMs >= from && w.joinMs < from + HOUR);
      if (here.length < 20) continue;
      const tills = new Set(here.map((w) => w.till)).size;
      // A till is taken from the call to the end of the service.
      const service = f.mean(here.map((w) => (w.doneMs - w.endMs) / 1000));
      const load = (here.length / 3600) * service;
      if (load > 0.9 * tills) continue;
      seen += f.sum(here.map((w) => (w.endMs - w.joinMs) / 1000));
      const cv2 = variance(here.map((w) => (w.doneMs - w.endMs) / 1000)) / service ** 2;
      // Allen & Cunneen: M/G/c is M/M/c times half of one and the service's squared coefficient of variation.
      expected += ((here.length * erlangC(tills, load) * service) / (tills - load)) * ((1 + cv2) / 2);
    }
  }
  return seen / expected;
}

const variance = (values: readonly number[]): number => {
  const m = f.mean(values);
  return f.mean(values.map((v) => (v - m) ** 2));
};

/** Chance to wait with c servers and a load of a Erlangs (Erlang 1917). */
export function erlangC(c: number, a: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k++) blocked = (a * blocked) / (k + a * blocked);
  return blocked / (1 - (a / c) * (1 - blocked));
}

export const FACTS: readonly Fact[] = [
  // Shelves
  {
    fact: 'out-of-stock share of product time',
    band: [0.04, 0.12],
    source: 'Gruen, Corsten & Bharadwaj 2002: 8.3 % worldwide, studies 5–12 %',
    of: (x) =>
      f.sum(f.column(days(x), 'emptyMs')) / (f.openMs(days(x)) * x.base.simulation.world.catalogue.products.length),
  },
  {
    fact: 'best tenth over worst tenth in out-of-stock time',
    band: [1.3, 30],
    source: 'Gruen & Corsten 2007: fast movers are out most',
    of: (x) => {
      const { order, tenth, empty } = deciles(x);
      return f.sum(order.slice(0, tenth).map((p) => empty[p])) / (1 + f.sum(order.slice(-tenth).map((p) => empty[p])));
    },
  },
  {
    fact: 'share of sales of the best fifth of products',
    band: [0.4, 0.8],
    source: 'grocery assortments: 20 % of items make 50–80 % of sales (Brynjolfsson et al. 2011)',
    of: (x) => {
      const { order, sold } = deciles(x);
      return f.sum(order.slice(0, Math.floor(order.length / 5)).map((p) => sold[p])) / f.sum(sold);
    },
  },
  {
    fact: 'correlation of log rank and log sales',
    band: [-1, -0.85],
    source: 'rank–size law of sales, e.g. Clauset, Shalizi & Newman 2009',
    of: (x) => {
      const { order, sold } = deciles(x);
      const top = order.filter((p) => sold[p] > 0).slice(0, 300);
      return f.correlation(
        top.map((_, i) => log(i + 1)),
        top.map((p) => log(sold[p])),
      );
    },
  },
  {
    fact: 'demand lost of demand wanted',
    band: [0.01, 0.12],
    source: 'Gruen et al. 2002: 3.9 % of sales lost, shelf level to 8 %',
    of: (x) => f.sum(f.column(days(x), 'lost')) / f.sum(f.column(days(x), 'wanted')),
  },
  {
    fact: 'stolen of sold units',
    band: [0.001, 0.01],
    source: 'National Retail Security Survey: external theft about a third of 1.4–1.6 % shrink',
    of: (x) => f.sum(f.column(days(x), 'stolen')) / f.sum(f.column(days(x), 'sold')),
  },
  {
    fact: 'spoiled of sold units',
    band: [0.003, 0.04],
    source: 'Buzby & Hyman 2012: 1–10 % by category; 2 % of units overall',
    of: (x) => f.sum(f.column(days(x), 'spoiled')) / f.sum(f.column(days(x), 'sold')),
  },
  {
    fact: 'picks put back',
    band: [0.01, 0.15],
    source: 'shelf-camera studies: 3–15 % of items handled return (Sorensen 2009)',
    of: (x) => {
      const picks = its(x).flatMap((it) => it.picks);
      return share(picks, (p) => p.act === 'back' || p.act === 'lost') / share(picks, (p) => p.act === 'take');
    },
  },
  // People in time
  {
    fact: 'Saturdays over the mean day',
    band: [1.02, 1.5],
    source: 'trade figures: Friday and Saturday are the strongest days',
    of: (x) => weekdayShare(x, 6),
  },
  {
    fact: 'Fridays over the mean day',
    band: [1.02, 1.45],
    source: 'trade figures: Friday and Saturday are the strongest days',
    of: (x) => weekdayShare(x, 5),
  },
  {
    fact: 'Tuesdays over the mean day',
    band: [0.7, 0.97],
    source: 'trade figures: Tuesday is the weakest day',
    of: (x) => weekdayShare(x, 2),
  },
  {
    fact: 'busiest hour of a working day',
    band: [16, 18],
    source: 'time-use surveys: after work',
    of: (x) => peakHour(f.byHour(days(x), (d) => d < 6)),
  },
  {
    fact: 'busiest hour of a Saturday',
    band: [10, 13],
    source: 'time-use surveys: late morning',
    of: (x) => peakHour(f.byHour(days(x), (d) => d === 6)),
  },
  {
    fact: 'first hour over the busiest',
    band: [0.2, 0.6],
    source: 'time-use surveys',
    of: (x) => {
      const h = f.byHour(days(x), (d) => d < 6);
      return h[0] / Math.max(...h);
    },
  },
  {
    fact: 'dispersion of arrivals in 5 minutes',
    band: [0.85, 1.15],
    source: 'Poisson: 1',
    only: 'lists',
    of: (x) => f.dispersion(days(x)),
  },
  {
    fact: 'dispersion of arrivals in 5 minutes',
    band: [1.5, 6],
    source: 'clustered arrivals: over 1 (Neyman & Scott 1958)',
    only: 'crowds',
    of: (x) => f.dispersion(days(x)),
  },
  // People in the shop
  {
    fact: 'share of the store that a buyer passes',
    band: [0.1, 0.5],
    source: 'Sorensen 2009; Hui et al. 2009: most cover less than half',
    of: (x) => f.mean(f.coverage(x, its(x).slice(0, 2000))),
  },
  {
    fact: 'groups of one',
    band: [0.6, 0.8],
    source: 'grocery observation studies: 60–80 % shop alone',
    of: (x) => share(its(x), (it) => it.size === 1),
  },
  {
    fact: 'people a group',
    band: [1.2, 1.7],
    source: 'grocery observation studies',
    of: (x) => f.mean(its(x).map((it) => it.size)),
  },
  {
    fact: 'turns round at the door',
    band: [0.03, 0.1],
    source: 'people-counter vendors: 3–10 % of entries',
    of: (x) => share(its(x), (it) => it.kind === 'bouncer'),
  },
  {
    fact: 'median seconds at a shelf',
    band: [4, 15],
    source: 'Sorensen 2009: 5–15 s a purchase',
    of: (x) => f.quantile(f.shelfDwells(its(x), x.base.simulation.world.plan.bays.length), 0.5),
  },
  {
    fact: 'skewness of time at a shelf',
    band: [1, 40],
    source: 'right-skewed everywhere it was measured (Hui et al. 2009)',
    of: (x) => f.skewness(f.shelfDwells(its(x), x.base.simulation.world.plan.bays.length)),
  },
  {
    fact: 'median minutes of a visit',
    band: [2, 15],
    source: 'small supermarkets: 5–15 min (TNS 2011: mean 13 min for quick trips)',
    of: (x) => f.quantile(f.visitMinutes(its(x)), 0.5),
  },
  {
    fact: 'mean over median minutes of a visit',
    band: [1.02, 2],
    source: 'trip length is right-skewed (Hui et al. 2009)',
    of: (x) => f.mean(f.visitMinutes(its(x))) / f.quantile(f.visitMinutes(its(x)), 0.5),
  },
  // Baskets and conversion
  {
    fact: 'median units of a basket',
    band: [3, 11],
    source: 'grocery panels: half of the trips are below 5–10 items',
    of: (x) => f.quantile(baskets(x), 0.5),
  },
  {
    fact: 'mean over median units of a basket',
    band: [1.1, 2.5],
    source: 'right-skewed (Complete Journey: 1.6)',
    of: (x) => f.mean(baskets(x)) / f.quantile(baskets(x), 0.5),
  },
  {
    fact: 'baskets of at most ten units',
    band: [0.45, 0.9],
    source: 'Food Marketing Institute: about two in three',
    of: (x) => share(baskets(x), (n) => n <= 10),
  },
  {
    fact: 'groups that buy',
    band: [0.55, 0.95],
    source: 'grocery conversion 60–95 %',
    of: (x) => share(its(x), (it) => it.sale !== undefined),
  },
  {
    fact: 'conversion of the busiest over the quietest third of hours',
    band: [0.7, 0.999],
    source: 'Perdikaki, Kesavan & Swaminathan 2012: conversion falls with traffic',
    of: (x) => {
      const hours = f.conversionByHour(days(x)).sort((a, b) => a.groups - b.groups);
      const third = Math.floor(hours.length / 3);
      const rate = (h: typeof hours) => f.sum(h.map((y) => y.bought)) / f.sum(h.map((y) => y.groups));
      return rate(hours.slice(-third)) / rate(hours.slice(0, third));
    },
  },
  // Tills
  {
    fact: 'mean seconds of a service',
    band: [35, 80],
    source: 'supermarket tills: 40–70 s',
    of: (x) => f.mean(waits(x).map((w) => (w.doneMs - w.startMs) / 1000)),
  },
  {
    fact: 'share of waits below two minutes',
    band: [0.6, 1],
    source: 'mystery shopping of grocers: most wait less than 2–3 minutes',
    of: (x) => share(waits(x), (w) => w.endMs - w.joinMs < 120_000),
  },
  {
    fact: 'queues given up',
    band: [0, 0.03],
    source: 'Lu, Musalem, Olivares & Schilkrut 2013: rare below ten ahead',
    of: (x) =>
      its(x).filter((it) => it.wait && it.wait.till === undefined).length / its(x).filter((it) => it.wait).length,
  },
  {
    fact: 'mean wait over the Erlang figure',
    band: [0.6, 1.5],
    source: 'Erlang 1917; Allen & Cunneen: 1 for Poisson arrivals in a steady hour',
    only: 'lists',
    of: waitOverErlang,
  },
  {
    fact: 'mean wait over the Erlang figure',
    band: [1.2, 12],
    source: 'bursts make longer queues than Poisson arrivals',
    only: 'crowds',
    of: waitOverErlang,
  },
  {
    fact: 'hours after closing until the last has left',
    band: [0, 1],
    source: 'tills close within the hour',
    of: (x) => Math.max(...days(x).flatMap((d) => d.its.map((it) => (leftMs(it) - d.day.open!.toMs) / 3_600_000))),
  },
  // Prices, space, promotions: by twins that differ in that alone
  {
    fact: 'own-price elasticity',
    band: [-3.6, -1.7],
    source: 'Bijmolt, van Heerde & Pieters 2005: mean −2.62',
    of: (x) => elasticity(x, 'dearer', () => 1.1),
  },
  {
    fact: 'demand of substitutes when a product gets dearer',
    band: [1.0005, 1.2],
    source: 'cross-price elasticities of substitutes are positive (Auer & Papies 2020: 0.26)',
    of: (x) => {
      const [a, b] = [x.dearer, x.base].map((r) => f.column(f.settled(r.days), 'wanted'));
      const rest = a.map((_, p) => p).filter((p) => !x.treated.includes(p));
      return f.sum(rest.map((p) => a[p])) / f.sum(rest.map((p) => b[p]));
    },
  },
  {
    fact: 'space elasticity',
    band: [0.08, 0.28],
    source: 'Eisend 2014: mean 0.17',
    of: (x) => elasticity(x, 'wider', facingsRatio(x)),
  },
  {
    fact: 'sales in a promotion week over none',
    band: [1.4, 6],
    source: 'Blattberg, Briesch & Fox 1995: large bumps; scanner studies 1.5–5',
    of: (x) => lift(x, 0),
  },
  {
    fact: 'bump with a display over without',
    band: [1.1, 4],
    source: 'displays multiply a price cut (Blattberg et al. 1995; Narasimhan et al. 1996)',
    of: (x) => lift(x, 0, (p) => p.display) / lift(x, 0, (p) => !p.display),
  },
  {
    fact: 'sales of storable goods the week after',
    band: [0.6, 0.985],
    source: 'post-promotion dip (van Heerde, Leeflang & Wittink 2000: 4–25 %)',
    of: (x) => lift(x, 1, storable(x)),
  },
  {
    fact: 'rest of the category in a promotion week',
    band: [0.6, 0.99],
    source: 'van Heerde, Gupta & Wittink 2003: about a third of the bump is other brands’',
    of: cannibalised,
  },
  {
    fact: 'correlation of depth and feature',
    band: [0.05, 0.6],
    source: 'price, feature and display are partly collinear (van Heerde et al. 2004)',
    of: (x) => {
      const p = x.base.simulation.prices.promotions;
      return f.correlation(
        p.map((q) => q.depth),
        p.map((q) => Number(q.feature)),
      );
    },
  },
  {
    fact: 'correlation of feature and display',
    band: [0.2, 0.7],
    source: 'price, feature and display are partly collinear (van Heerde et al. 2004)',
    of: (x) => {
      const p = x.base.simulation.prices.promotions;
      return f.correlation(
        p.map((q) => Number(q.feature)),
        p.map((q) => Number(q.display)),
      );
    },
  },
];
