import { log } from '../../../../calibration/simulator/random/exact.ts';
import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';
import { days, type Fact, its, share } from './fact.ts';

const deciles = (facts: Facts) => {
  const sold = f.column(days(facts), 'sold');
  const empty = f.column(days(facts), 'emptyMs');
  const order = sold.map((_, p) => p).sort((a, b) => sold[b] - sold[a]);
  const tenth = Math.floor(order.length / 10);
  return { order, tenth, sold, empty };
};

/** Stock, loss, and what hands do at the shelf. */
export const SHELVES: readonly Fact[] = [
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
];
