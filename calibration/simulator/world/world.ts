import type { PointM } from '../../../models/contract/site.ts';
import { exp } from '../random/exact.ts';
import { Stream } from '../random/stream.ts';
import { type Catalogue, makeCatalogue } from './catalogue.ts';
import { type FloorPlan, makeFloorPlan } from './floor-plan.ts';
import { Navigation } from './navigation.ts';

/**
 * What stands fast before anybody comes in. Places are numbered through: the bays first, then the gondolas' ends, the
 * door, the head of the queue, the tills, the staff's room, the place before the door for goods.
 */
export interface World {
  store: string;
  index: number;
  /** 1 for the chain's mean store. */
  size: number;
  catalogue: Catalogue;
  /** Products that this store carries, by product: its bay, −1 where it is not carried. */
  bayOf: Int16Array;
  facings: Uint8Array;
  /** Units that fit on the shelf. */
  capacity: Uint16Array;
  productsAt: number[][];
  /** Units a day that a planner expects of each product, on an open day. */
  expected: Float64Array;
  plan: FloorPlan;
  navigation: Navigation;
  places: Record<'bays' | 'ends' | 'door' | 'queue' | 'tills' | 'staff' | 'dock', number>;
}

export interface WorldOptions {
  seed: number;
  products: number;
  /** Which of the chain's stores, from 0. */
  store: number;
  stores: number;
  /** Moves departments on the walk: `[a, b]` swaps their places. */
  swap?: readonly (readonly [string, string])[];
}

const PRODUCTS_A_BAY = 8;
/** Units sold of a mean product on a mean day. */
const UNITS_A_PRODUCT = 9;
/** Units of a facing from front to back. */
const DEPTH = 6;

export function makeWorld(options: WorldOptions): World {
  const root = new Stream(options.seed).sub('world');
  const catalogue = makeCatalogue(root.sub('catalogue'), options.products);
  const mine = root.sub('store', options.store);
  // Sizes of a chain's stores spread by about a third around their mean.
  const size = options.stores === 1 ? 1 : mine.sub('size').between(0.65, 1.4);
  const carried = carriedProducts(catalogue, Math.min(1, size), mine.sub('range'));
  const bayCount = Math.ceil(carried.length / PRODUCTS_A_BAY);
  const tills = Math.max(2, Math.round(5 * size * Math.max(0.4, Math.sqrt(options.products / 1000))));
  const plan = makeFloorPlan(bayCount, tills);
  const world: World = {
    store: options.stores === 1 ? 'sim' : `sim-${options.store + 1}`,
    index: options.store,
    size,
    catalogue,
    bayOf: new Int16Array(catalogue.products.length).fill(-1),
    facings: new Uint8Array(catalogue.products.length),
    capacity: new Uint16Array(catalogue.products.length),
    productsAt: plan.bays.map(() => []),
    expected: expectedUnits(catalogue, carried, size),
    plan,
    ...numbered(plan),
  };
  place(world, carried, mine.sub('shelves'), options.swap ?? []);
  return world;
}

/** Shares by need of the category and liking within it, scaled to the store's trade. */
function expectedUnits({ categories, products }: Catalogue, carried: readonly number[], size: number): Float64Array {
  const units = new Float64Array(products.length);
  const here = new Set(carried);
  let total = 0;
  for (const category of categories) {
    const list = category.products.filter((p) => here.has(p));
    const likes = list.map((p) => exp(products[p].appeal));
    const sum = likes.reduce((a, b) => a + b, 0);
    list.forEach((p, i) => {
      units[p] = (category.needAWeek * likes[i]) / sum;
    });
    total += list.length > 0 ? category.needAWeek : 0;
  }
  return units.map((u) => (u * UNITS_A_PRODUCT * size * products.length) / total);
}

/** A smaller store leaves out the products that are liked least. */
function carriedProducts({ categories, products }: Catalogue, share: number, random: Stream): number[] {
  return categories.flatMap((category) => {
    const most = Math.max(2, Math.round(category.products.length * share));
    const liked = category.products
      .map((p) => ({ p, rank: products[p].appeal + 0.3 * random.sub(p).normal() }))
      .sort((a, b) => b.rank - a.rank || a.p - b.p);
    return liked
      .slice(0, most)
      .map(({ p }) => p)
      .sort((a, b) => a - b);
  });
}

function numbered(plan: FloorPlan): Pick<World, 'navigation' | 'places'> {
  const list: PointM[] = plan.bays.map((bay) => bay.at);
  const places = { bays: 0, ends: list.length, door: 0, queue: 0, tills: 0, staff: 0, dock: 0 };
  list.push(...plan.ends);
  places.door = list.push(plan.outside) - 1;
  places.queue = list.push(plan.queueSpots[0]) - 1;
  places.tills = list.length;
  list.push(...plan.tills.map((till) => till.at));
  places.staff = list.push(plan.staffAt) - 1;
  places.dock = list.push(plan.dockOutside) - 1;
  return { navigation: new Navigation(plan, list), places };
}

/** Fills the bays department by department along the faces; better sellers get more facings. */
function place(
  world: World,
  carried: readonly number[],
  random: Stream,
  swaps: readonly (readonly [string, string])[],
): void {
  const { products } = world.catalogue;
  const order = [...carried];
  const departmentName = (p: number) => world.catalogue.categories[products[p].category].name.replace(/ \d+$/, '');
  for (const [a, b] of swaps) swapDepartments(order, departmentName, a, b);
  order.forEach((p, i) => {
    const bay = Math.floor((i * world.plan.bays.length) / order.length);
    world.bayOf[p] = bay;
    world.productsAt[bay].push(p);
    // Space grows with sales, less than in proportion.
    const wanted = 0.85 * Math.sqrt(world.expected[p]) * random.sub(p).lognormal(1, 0.2);
    world.facings[p] = Math.max(1, Math.min(10, Math.round(wanted)));
    world.capacity[p] = world.facings[p] * DEPTH;
  });
}

function swapDepartments(order: number[], nameOf: (p: number) => string, a: string, b: string): void {
  const groups: number[][] = [];
  let last = '';
  for (const p of order) {
    if (nameOf(p) !== last) groups.push([]);
    last = nameOf(p);
    groups[groups.length - 1].push(p);
  }
  const at = (name: string) => groups.findIndex((group) => nameOf(group[0]) === name);
  const [i, j] = [at(a), at(b)];
  if (i >= 0 && j >= 0) [groups[i], groups[j]] = [groups[j], groups[i]];
  order.splice(0, order.length, ...groups.flat());
}
