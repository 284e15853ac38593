import { BEHIND_MS } from '../macro/teller.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import { pointAlong } from '../world/navigation.ts';
import type { World } from '../world/world.ts';

/** How far somebody shifts from foot to foot where they stand, and how slowly. */
const SWAY_M = 0.08;
const SWAY_S = 2.5;
/** An arm is out for this long around a pick. */
const REACH_MS = 450;

/** What a camera sees of somebody. */
export interface Body {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly tallM: number;
  readonly reaching: boolean;
  readonly trolley: boolean;
}

/** One person on film: the itinerary says where to be, the body follows. */
export class Walker implements Body {
  readonly id: number;
  readonly it: Itinerary;
  /** Metres. */
  readonly tallM: number;
  readonly fromMs: number;
  readonly toMs: number;
  x: number;
  y: number;
  reaching = false;
  trolley = false;
  waiting = false;
  private readonly world: World;
  private readonly laterMs: number;
  private readonly random: Stream;
  private readonly sideX: number;
  private readonly sideY: number;
  private step = 0;
  private pick = 0;
  private swayX = 0;
  private swayY = 0;
  private readonly target = { x: 0, y: 0 };

  constructor(id: number, it: Itinerary, member: number, world: World, random: Stream) {
    this.id = id;
    this.it = it;
    this.world = world;
    this.random = random;
    this.laterMs = member * BEHIND_MS;
    // Adults of both sexes, NCD-RisC 2016: 1.66 and 1.80 m, sd 0.07; a fourth of a group's others are children.
    this.tallM = member > 1 ? random.between(1.05, 1.5) : (random.chance(0.5) ? 1.66 : 1.8) + 0.07 * random.normal();
    const angle = member === 0 ? 0 : 0.3;
    this.sideX = angle * (random.uniform() - 0.5) * 2;
    this.sideY = angle * (random.uniform() - 0.5) * 2;
    this.fromMs = it.steps[0].fromMs + this.laterMs;
    this.toMs = it.steps[it.steps.length - 1].toMs + this.laterMs;
    [this.x, this.y] = world.navigation.places[it.steps[0].place];
  }

  /** Whether in the queue's line at that moment; rank 0 is its head. */
  inLine(tMs: number): boolean {
    const { wait } = this.it;
    return wait !== undefined && tMs - this.laterMs >= wait.joinMs && tMs - this.laterMs < wait.endMs;
  }

  get joinMs(): number {
    return this.it.wait?.joinMs ?? 0;
  }

  /** Where the itinerary wants this person at `tMs`; `spot` is the free end of the queue, or the own place in it. */
  aim(tMs: number, spot: readonly [number, number], dtS: number): { x: number; y: number } {
    const { steps } = this.it;
    const t = tMs - this.laterMs;
    const { target } = this;
    while (this.step + 1 < steps.length && t >= steps[this.step + 1].fromMs) this.step++;
    const here = steps[this.step];
    const next = steps[this.step + 1];
    const { places, navigation } = this.world;
    this.waiting = this.inLine(tMs);
    if (this.waiting) [target.x, target.y] = spot;
    else if (next && t > here.toMs) {
      const way = navigation.way(here.place, next.place);
      pointAlong(way, (way.lengthM * (t - here.toMs)) / (next.fromMs - here.toMs), target);
      // Whoever comes to a queue joins its end, not its head.
      if (next.place === places.queue && next.fromMs - t < 4000) [target.x, target.y] = spot;
    } else [target.x, target.y] = navigation.places[here.place];
    const k = dtS / SWAY_S;
    const push = SWAY_M * Math.sqrt(2 * k);
    this.swayX += -k * this.swayX + push * this.random.normal();
    this.swayY += -k * this.swayY + push * this.random.normal();
    target.x += this.swayX + this.sideX;
    target.y += this.swayY + this.sideY;
    this.reaching = this.laterMs === 0 && this.reaches(t);
    return target;
  }

  private reaches(t: number): boolean {
    const { picks } = this.it;
    while (this.pick < picks.length && picks[this.pick].tMs + REACH_MS < t) this.pick++;
    return this.pick < picks.length && Math.abs(picks[this.pick].tMs - t) <= REACH_MS;
  }
}
