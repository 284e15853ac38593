import { ARRIVALS } from './facts/arrivals.ts';
import { BASKETS } from './facts/baskets.ts';
import type { Fact } from './facts/fact.ts';
import { PRICES } from './facts/prices.ts';
import { PROMOTIONS } from './facts/promotions.ts';
import { QUEUES } from './facts/queues.ts';
import { SHELVES } from './facts/shelves.ts';
import { VISITS } from './facts/visits.ts';

/** The stylised facts that both generators of behaviour are held against, by subject in `facts/`. */
export const FACTS: readonly Fact[] = [
  ...SHELVES,
  ...ARRIVALS,
  ...VISITS,
  ...BASKETS,
  ...QUEUES,
  ...PRICES,
  ...PROMOTIONS,
];
