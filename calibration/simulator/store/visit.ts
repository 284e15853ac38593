import type { Stock } from '../economy/stock.ts';
import type { Itinerary, Job, VisitKind } from '../people/itinerary.ts';
import type { Stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';
import type { Clockwork } from './clockwork.ts';
import type { Tills } from './tills.ts';

type Walk<T> = Generator<number, T, void>;

/** What a visit needs of the shop that it is in. */
export interface Ground {
  readonly world: World;
  readonly clock: Clockwork;
  readonly tills: Tills;
  readonly stock: Stock;
  enter(it: Itinerary): void;
  leave(it: Itinerary): void;
  passed(from: number, to: number): readonly number[];
  pace(): number;
  sell(visit: Visit): number;
}

/** Somebody's doings in the shop, as steps of a process; the rules are the world's, the decisions the behaviour's. */
export class Visit {
  readonly it: Itinerary;
  readonly random: Stream;
  readonly speedMps: number;
  /** Units in the basket by product. */
  readonly basket = new Map<number, number>();
  at: number;
  private readonly home: number;
  private readonly shop: Ground;
  private readonly seen = new Set<number>();

  constructor(
    shop: Ground,
    random: Stream,
    who: { visit: number; kind: VisitKind; job?: Job; household: number; size: number; speedMps: number },
  ) {
    this.shop = shop;
    this.random = random;
    this.speedMps = who.speedMps;
    const { door, dock, staff } = shop.world.places;
    this.home = who.kind !== 'staff' ? door : who.job === 'delivery' ? dock : staff;
    this.at = this.home;
    const now = shop.clock.nowMs;
    this.it = {
      visit: who.visit,
      kind: who.kind,
      job: who.job,
      cart: who.job === 'delivery',
      household: who.household,
      size: who.size,
      steps: [{ place: this.at, fromMs: now, toMs: now }],
      picks: [],
      wait: undefined,
      sale: undefined,
    };
    shop.enter(this.it);
  }

  get nowMs(): number {
    return this.shop.clock.nowMs;
  }

  /** Walks to a place. Answers the places that were passed for the first time. */
  *go(place: number): Walk<readonly number[]> {
    if (place === this.at) return [];
    const { shop } = this;
    const fresh = shop.passed(this.at, place).filter((p) => !this.seen.has(p));
    for (const p of fresh) this.seen.add(p);
    const metres = shop.world.navigation.distanceM(this.at, place);
    // A crowd is walked around: pace falls with people a square metre (Weidmann 1993, far from his densities).
    const ms = Math.max(200, Math.round((metres / (this.speedMps * shop.pace())) * 1000));
    yield this.nowMs + ms;
    this.at = place;
    this.it.steps.push({ place, fromMs: this.nowMs, toMs: this.nowMs });
    return fresh;
  }

  *stay(seconds: number): Walk<void> {
    yield this.nowMs + Math.max(100, Math.round(seconds * 1000));
    this.it.steps[this.it.steps.length - 1].toMs = this.nowMs;
  }

  /** Takes units off the shelf into the basket. Answers how many there were. */
  take(product: number, units: number): number {
    const got = this.shop.stock.take(product, units, this.nowMs);
    if (got === 0) return 0;
    this.it.picks.push({ product, units: got, tMs: this.nowMs, act: 'take' });
    this.basket.set(product, (this.basket.get(product) ?? 0) + got);
    return got;
  }

  /** Puts some of what is in the basket back, or (`astray`) down where it does not belong. */
  giveUp(product: number, astray: boolean): void {
    const units = this.basket.get(product) ?? 0;
    if (units === 0) return;
    this.basket.delete(product);
    this.it.picks.push({ product, units, tMs: this.nowMs, act: astray ? 'lost' : 'back' });
    if (astray) this.shop.stock.astray[product] += units;
    else this.shop.stock.putBack(product, units, this.nowMs);
  }

  /** Hides it: it will not be paid. */
  steal(product: number): void {
    const units = this.basket.get(product) ?? 0;
    if (units === 0) return;
    this.basket.delete(product);
    this.it.picks.push({ product, units, tMs: this.nowMs, act: 'steal' });
    this.shop.stock.ledger.stolen[product] += units;
  }

  /** Queues, pays. Answers whether it did, and did not lose patience before. */
  *checkout(patienceS: number, serviceS: (units: number) => number): Walk<boolean> {
    const { shop, it } = this;
    const { places } = shop.world;
    yield* this.go(places.queue);
    const { current } = shop.clock;
    if (!current) throw new Error('a checkout outside of a process');
    const joinMs = this.nowMs;
    const waiter = shop.tills.join(current);
    if (waiter.till < 0) yield joinMs + Math.round(patienceS * 1000);
    it.steps[it.steps.length - 1].toMs = this.nowMs;
    it.wait = { joinMs, endMs: this.nowMs, till: undefined, startMs: 0, doneMs: 0 };
    if (waiter.till < 0) {
      shop.tills.leave(waiter);
      for (const product of [...this.basket.keys()]) this.giveUp(product, true);
      return false;
    }
    yield* this.go(places.tills + waiter.till);
    it.wait.till = waiter.till;
    it.wait.startMs = this.nowMs;
    let units = 0;
    for (const n of this.basket.values()) units += n;
    yield* this.stay(serviceS(units));
    it.wait.doneMs = this.nowMs;
    it.sale = shop.sell(this);
    shop.tills.release(waiter.till);
    return true;
  }

  *leave(): Walk<void> {
    yield* this.go(this.home);
    this.shop.leave(this.it);
  }
}
