import type { Body } from '../film/walker.ts';
import type { World } from '../world/world.ts';

/** The store whose shelves are drawn; packages are the same in all stores of a seed. */
export interface Shelved {
  world: World;
  seed: number;
}

/** A product that somebody has put down where another belongs. */
export interface Stray {
  product: number;
  bay: number;
  slot: number;
}

/** What is before a shelf camera at one moment. */
export interface ShelfMoment {
  /** Numbers the day: hands take from other places on another day. */
  day: number;
  /** Units of a product on its shelf. */
  units: (product: number) => number;
  strays: readonly Stray[];
  people: readonly Body[];
}
