import { pointAlong } from '../world/navigation.ts';
import type { World } from '../world/world.ts';

/** Shelf bays and ends within this distance are seen in passing. */
const SEEN_M = 1.2;

/** What somebody sees on the way from one place to another; each way is walked once and kept. */
export class Passing {
  private readonly world: World;
  private readonly seenFrom = new Map<number, number[]>();

  constructor(world: World) {
    this.world = world;
  }

  /** Bays and ends that somebody sees who walks from one place to another. */
  between(from: number, to: number): readonly number[] {
    const { navigation, places, plan } = this.world;
    const key = from * navigation.places.length + to;
    let found = this.seenFrom.get(key);
    if (!found) {
      const set = new Set<number>();
      const way = navigation.way(from, to);
      const at = { x: 0, y: 0 };
      for (let m = 0; m < way.lengthM; m += 0.5) {
        pointAlong(way, m, at);
        for (let p = 0; p < places.ends + plan.ends.length; p++) {
          const dx = navigation.places[p][0] - at.x;
          const dy = navigation.places[p][1] - at.y;
          if (dx * dx + dy * dy < SEEN_M * SEEN_M) set.add(p);
        }
      }
      found = [...set];
      this.seenFrom.set(key, found);
    }
    return found;
  }
}
