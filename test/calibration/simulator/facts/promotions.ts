import type { Facts } from '../facts.ts';
import * as f from '../facts.ts';
import type { Fact } from './fact.ts';

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

/** Promotions, by a twin without any, and how price cuts, features and displays go together. */
export const PROMOTIONS: readonly Fact[] = [
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
