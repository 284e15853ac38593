import * as f from '../facts.ts';
import { type Fact, its, share } from './fact.ts';

/** People in the shop. */
export const VISITS: readonly Fact[] = [
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
];
