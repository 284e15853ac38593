import type { Point } from '../../models/geometry/polygon.ts';
import { alongSegment } from '../../models/geometry/segment.ts';

/** Whoever gets out of sight, or into it, further than this from the zone's edge has not walked over it. */
const DEEP_M = 0.35;
/** A wait is held open for so long after the person got out of sight. */
const HELD_MS = 30_000;
/** People in a queue move up: this far from where one was lost, and so much further a second later, one is found again. */
const REACH_M = 1;
const MOVES_MPS = 0.3;
const FURTHEST_M = 5;

/** A wait whose person got out of sight amid the queue. */
export interface LostWait {
  fromMs: number;
  lastMs: number;
  xM: number;
  yM: number;
  variance: number;
}

/**
 * Waits of those who got out of sight within a queue. People who wait hide each other, and whoever was not seen to leave
 * is still there: who comes into sight amid the queue goes on with the wait of the one lost nearest by.
 */
export class LostWaits {
  private readonly polygon: readonly Point[];
  private waits: LostWait[] = [];

  constructor(polygon: readonly Point[]) {
    this.polygon = polygon;
  }

  /** Whether a place within the zone is too far from its edge for somebody to have come or gone over it unseen. */
  isDeep(xM: number, yM: number): boolean {
    return this.polygon.every((to, i) => {
      const from = this.polygon.at(i - 1) as Point;
      const along = Math.max(0, Math.min(1, alongSegment(from, to, xM, yM)));
      const far = Math.hypot(from[0] + along * (to[0] - from[0]) - xM, from[1] + along * (to[1] - from[1]) - yM);
      return far >= DEEP_M;
    });
  }

  add(wait: LostWait): void {
    this.waits.push(wait);
  }

  /** The wait that somebody goes on with who comes into sight at a place; it is held no more. */
  near(xM: number, yM: number, tMs: number): LostWait | undefined {
    let best: LostWait | undefined;
    let nearest = Number.POSITIVE_INFINITY;
    for (const wait of this.waits) {
      const far = Math.hypot(wait.xM - xM, wait.yM - yM);
      const reach = Math.min(FURTHEST_M, REACH_M + (MOVES_MPS * Math.max(0, tMs - wait.lastMs)) / 1000);
      if (far > reach || far >= nearest) continue;
      nearest = far;
      best = wait;
    }
    return this.drop(best);
  }

  /** The longest wait: the one who is at the till now and was not seen to leave the queue. */
  first(): LostWait | undefined {
    return this.drop(this.waits.reduce<LostWait | undefined>((a, b) => (a && a.fromMs <= b.fromMs ? a : b), undefined));
  }

  /** Those who were not found again; at the end (`tMs` infinite) all. */
  expired(tMs: number): LostWait[] {
    const over = this.waits.filter((wait) => tMs - wait.lastMs > HELD_MS);
    if (over.length > 0) this.waits = this.waits.filter((wait) => !over.includes(wait));
    return over;
  }

  snapshot(): LostWait[] {
    return structuredClone(this.waits);
  }

  restore(waits: readonly LostWait[]): void {
    this.waits = structuredClone([...waits]);
  }

  private drop(wait: LostWait | undefined): LostWait | undefined {
    if (wait) this.waits = this.waits.filter((other) => other !== wait);
    return wait;
  }
}
