import { log } from '../../../../calibration/simulator/random/exact.ts';
import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';
import type { Fact } from './fact.ts';

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

/** Prices and space, by twins that differ in that alone. */
export const PRICES: readonly Fact[] = [
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
];
