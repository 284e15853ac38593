import type { Shop } from '../store/shop.ts';
import type { Behaviour } from './behaviour.ts';
import { CrowdShoppers } from './crowd-shoppers.ts';
import { ListShoppers } from './list-shoppers.ts';

/** The generators of behaviour by name (`--behaviour`). */
export const BEHAVIOURS = {
  lists: (shop: Shop): Behaviour => new ListShoppers(shop),
  crowds: (shop: Shop): Behaviour => new CrowdShoppers(shop),
} as const;
export type BehaviourName = keyof typeof BEHAVIOURS;
