import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';
import { days, type Fact, its, share } from './fact.ts';

const baskets = (facts: Facts) => days(facts).flatMap((d) => d.sales.map((s) => f.sum(s.lines.map((l) => l.units))));

/** Baskets and conversion. */
export const BASKETS: readonly Fact[] = [
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
];
