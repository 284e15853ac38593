import type { PointM } from '../../../models/contract/site.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';
import { Walker } from './walker.ts';

/** Fastest that a body follows its itinerary, and the room that two people keep (Weidmann 1993). */
const FASTEST_MPS = 1.8;
const ROOM_M = 0.45;
const BACK_IN_S = 0.4;

/**
 * The people of a store on film: everybody of the itineraries, stepped at one rate. Bodies keep a little apart and stay
 * out of the furniture; they are never more than some decimetres from where the itinerary has them.
 */
export class Stage {
  /** Those inside at the newest moment, in order of their ids. */
  present: Walker[] = [];
  private readonly waiting: Walker[];
  private readonly world: World;
  private readonly dtS: number;
  private next = 0;
  private begun = false;

  constructor(world: World, its: readonly Itinerary[], random: Stream, fps: number, trolleys = 0) {
    this.world = world;
    this.dtS = 1 / fps;
    const cast = its.flatMap((it) => Array.from({ length: it.size }, (_, member) => ({ it, member })));
    this.waiting = cast
      .map(({ it, member }) => new Walker(it.visit * 10 + member, it, member, world, random.sub(it.visit, member)))
      .sort((a, b) => a.fromMs - b.fromMs || a.id - b.id);
    const pushes = random.sub('trolley');
    for (const w of this.waiting) {
      w.trolley = w.it.kind === 'buyer' && w.id === w.it.visit * 10 && pushes.at(w.it.visit) < trolleys;
    }
  }

  /** Everybody's position at `tMs`; moments must grow by one frame a time. */
  step(tMs: number): readonly Walker[] {
    while (this.next < this.waiting.length && this.waiting[this.next].fromMs <= tMs) {
      this.present.push(this.waiting[this.next++]);
    }
    this.present = this.present.filter((w) => w.toMs > tMs);
    const { queueSpots } = this.world.plan;
    const line = this.present.filter((w) => w.inLine(tMs)).sort((a, b) => a.joinMs - b.joinMs || a.id - b.id);
    const spot = (rank: number): PointM => queueSpots[Math.min(rank, queueSpots.length - 1)];
    const ranks = new Map<number, number>();
    for (const w of line) ranks.set(w.it.visit, ranks.get(w.it.visit) ?? ranks.size);
    for (const w of this.present) {
      const target = w.aim(tMs, spot(ranks.get(w.it.visit) ?? ranks.size), this.dtS);
      // Who came before the film began is where they are by then, not on the way there from the door.
      if (this.begun) this.follow(w, target);
      else [w.x, w.y] = [target.x, target.y];
    }
    this.begun = true;
    this.keepApart();
    return this.present;
  }

  private follow(w: Walker, target: { x: number; y: number }): void {
    const dx = target.x - w.x;
    const dy = target.y - w.y;
    const far = Math.sqrt(dx * dx + dy * dy);
    // Far off (after a long time out of the window) it is put where it belongs.
    const share =
      far > 6 ? 1 : Math.min(this.dtS / BACK_IN_S + (far > 0.5 ? 0.5 : 0), (FASTEST_MPS * this.dtS) / (far + 1e-9));
    this.move(w, w.x + dx * Math.min(1, share), w.y + dy * Math.min(1, share));
  }

  /** Into free floor only: along one axis where the corner is in the way. */
  private move(w: Walker, x: number, y: number): void {
    const { navigation } = this.world;
    if (navigation.free(x, y) || !navigation.free(w.x, w.y)) {
      w.x = x;
      w.y = y;
    } else if (navigation.free(x, w.y)) w.x = x;
    else if (navigation.free(w.x, y)) w.y = y;
    else if (navigation.free((x + w.x) / 2, (y + w.y) / 2)) {
      w.x = (x + w.x) / 2;
      w.y = (y + w.y) / 2;
    }
  }

  private keepApart(): void {
    const { present } = this;
    for (let i = 0; i < present.length; i++) {
      const a = present[i];
      for (let j = i + 1; j < present.length; j++) {
        const b = present[j];
        const dx = b.x - a.x;
        if (dx > ROOM_M || dx < -ROOM_M) continue;
        const dy = b.y - a.y;
        const d2 = dx * dx + dy * dy;
        if (d2 >= ROOM_M * ROOM_M || d2 < 1e-8) continue;
        const d = Math.sqrt(d2);
        const push = (0.15 * (ROOM_M - d)) / d;
        this.move(a, a.x - dx * push, a.y - dy * push);
        this.move(b, b.x + dx * push, b.y + dy * push);
      }
    }
  }
}
