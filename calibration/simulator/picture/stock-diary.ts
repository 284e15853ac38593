import type { Itinerary } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';
import type { Stray } from './moment.ts';

/** Share of what is given up that ends in another product's facing; the rest lies at the tills and on the floor. */
const IN_A_FACING = 0.4;

/**
 * Units on each shelf at any moment of one day: the quarter-hourly counts, and between them what hands took and put back.
 * Staff fill shelves right after a full hour's count, so the next count, read backwards, is exact; after the last one it
 * is read forwards.
 */
export class StockDiary {
  private readonly world: World;
  private readonly random: Stream;
  private readonly counts: { tMs: number; units: Int32Array }[] = [];
  private readonly hands: { tMs: number; product: number; taken: number }[] = [];
  private readonly lost: { tMs: number; visit: number; product: number }[] = [];

  constructor(world: World, random: Stream) {
    this.world = world;
    this.random = random;
  }

  counted(tMs: number, onShelf: (product: number) => number): void {
    const units = Int32Array.from({ length: this.world.catalogue.products.length }, (_, p) => onShelf(p));
    this.counts.push({ tMs, units });
  }

  visited({ visit, picks }: Itinerary): void {
    for (const { act, tMs, product, units } of picks) {
      if (act === 'lost') this.lost.push({ tMs, visit, product });
      else if (act !== 'steal') this.hands.push({ tMs, product, taken: act === 'take' ? units : -units });
    }
  }

  /** Units by product at a moment of the day. */
  at(tMs: number): Int32Array {
    const count = this.counts.find((c) => c.tMs >= tMs) ?? this.counts[this.counts.length - 1];
    if (!count) throw new Error('nothing has been counted on that day');
    const units = Int32Array.from(count.units);
    for (const hand of this.hands) {
      if (hand.tMs > tMs && hand.tMs <= count.tMs) units[hand.product] += hand.taken;
      else if (hand.tMs > count.tMs && hand.tMs <= tMs) units[hand.product] -= hand.taken;
    }
    return units;
  }

  /** What lies astray at a moment. The simulation knows that it was put down somewhere; the place is drawn here. */
  straysAt(tMs: number): Stray[] {
    const { plan, productsAt } = this.world;
    return this.lost
      .filter((it) => it.tMs <= tMs)
      .map(({ visit, product }) => ({ product, r: this.random.sub(visit, product) }))
      .filter(({ r }) => r.chance(IN_A_FACING))
      .map(({ product, r }) => {
        const bay = r.below(plan.bays.length);
        return { product, bay, slot: r.below(Math.max(1, productsAt[bay].length)) };
      })
      .filter(({ product, bay, slot }) => productsAt[bay][slot] !== product);
  }
}
