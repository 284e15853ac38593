import type { Stream } from '../random/stream.ts';
import type { Day } from '../world/calendar.ts';
import type { Supplier } from '../world/catalogue.ts';
import { DEPARTMENTS } from '../world/departments.ts';
import type { World } from '../world/world.ts';
import type { Decisions } from './decisions.ts';
import { type DayLedger, newLedger } from './ledger.ts';
import type { Scenario } from './options.ts';

/** Goods on their way. */
export interface Delivery {
  product: number;
  units: number;
  orderedDay: number;
  dueDay: number;
}

/** Review, lead time and the wish to be safe: the standard deviations of demand kept beyond its mean. */
const SAFETY = -0.25;
/** What a planner expects of a promotion week, and of one with a display, as factors; units that a display holds. */
const PROMOTION_FACTOR = 1.7;
const DISPLAY_FACTOR = 2.6;
const DISPLAY_HOLDS = 36;
/** Weight of the newest day in the forecast's level (Gardner 1985: 0.05–0.3). */
const SMOOTHING = 0.12;
/** Share of the wanting facings that one refill round finds, and how many facings it manages. */
const ROUND_FINDS = 0.32;
const ROUND_MOST = 70;
const WASTE_BOOKED = 0.8;
/** Chances a day that a wrong record is put right: where the shelf is empty, and anywhere. */
const EMPTY_NOTICED = 0.1;
const COUNTED = 0.006;

/** Shelf, back room and orders of one store. */
export class Stock {
  readonly shelf: Int32Array;
  readonly back: Int32Array;
  /** Put down elsewhere in the shop by customers; tidied up at night. */
  readonly astray: Int32Array;
  /** What the ordering system believes to be there: it knows scans and deliveries, not hands and bins. */
  readonly book: Int32Array;
  readonly level: Float64Array;
  private readonly coming: Int32Array;
  readonly onOrder: Delivery[] = [];
  ledger: DayLedger;
  /** 1 where a display of it stands; the shop sets it. */
  readonly displayed: Uint8Array;
  private readonly emptySince: Float64Array;
  private readonly world: World;
  private readonly random: Stream;
  private readonly scenario: Scenario;
  private readonly decisions: Decisions;

  constructor(world: World, random: Stream, scenario: Scenario, decisions: Decisions) {
    const n = world.catalogue.products.length;
    this.world = world;
    this.random = random;
    this.scenario = scenario;
    this.decisions = decisions;
    this.shelf = new Int32Array(n);
    this.back = new Int32Array(n);
    this.astray = new Int32Array(n);
    this.book = new Int32Array(n);
    this.level = new Float64Array(n);
    this.coming = new Int32Array(n);
    this.displayed = new Uint8Array(n);
    this.emptySince = new Float64Array(n).fill(-1);
    this.ledger = newLedger(n);
    this.fillAtFirst();
  }

  total(p: number): number {
    return this.shelf[p] + this.back[p] + this.astray[p];
  }

  /** Takes up to so many units off the shelf. */
  take(p: number, units: number, tMs: number): number {
    const got = Math.min(units, this.shelf[p]);
    this.shelf[p] -= got;
    if (got > 0 && this.shelf[p] === 0) this.emptySince[p] = tMs;
    return got;
  }

  putBack(p: number, units: number, tMs: number): void {
    this.shelf[p] += units;
    this.noLongerEmpty(p, tMs);
  }

  /**
   * Deliveries of the night arrive, then the night shift fills the shelves. Answers all that is due today; those by day
   * are in the store when they are unloaded.
   */
  morning(day: Day): Delivery[] {
    const n = this.shelf.length;
    this.ledger = newLedger(n);
    for (let p = 0; p < n; p++) this.ledger.opening[p] = this.total(p);
    const arrived: Delivery[] = [];
    for (let i = 0; i < this.onOrder.length; ) {
      const delivery = this.onOrder[i];
      if (delivery.dueDay > day.index) {
        i++;
        continue;
      }
      this.onOrder.splice(i, 1);
      if (!day.open || !this.supplierOf(delivery).byDay) this.unload(delivery);
      arrived.push(delivery);
    }
    const r = this.random.sub('night', day.index);
    for (let p = 0; p < n; p++) if (r.at(p) < 0.96) this.refill(p, day.open?.fromMs ?? day.midnightMs);
    if (day.open)
      for (let p = 0; p < n; p++) this.emptySince[p] = this.carried(p) && this.shelf[p] === 0 ? day.open.fromMs : -1;
    return arrived;
  }

  /** Goods come into the back room; `tMs`: by day, when what has run out goes on to its shelf at once. */
  unload({ product, units }: Delivery, tMs?: number): void {
    this.back[product] += units;
    this.book[product] += units;
    this.coming[product] -= units;
    this.ledger.delivered[product] += units;
    if (tMs !== undefined && this.shelf[product] === 0) this.refill(product, tMs);
  }

  supplierOf({ product }: Delivery): Supplier {
    const { products, suppliers } = this.world.catalogue;
    return suppliers[products[product].supplier];
  }

  /** Staff walk round and fill what they find low. Answers the bays at which they did. */
  round(day: Day, hour: number, tMs: number): number[] {
    const r = this.random.sub('round', day.index, hour);
    const bays: number[] = [];
    let left = ROUND_MOST;
    for (let k = 0; k < this.shelf.length && left > 0; k++) {
      const p = (k + hour * 127) % this.shelf.length;
      if (this.back[p] === 0 || this.shelf[p] > 0.34 * this.room(p) || r.at(p) > ROUND_FINDS) continue;
      this.refill(p, tMs);
      bays.push(this.world.bayOf[p]);
      left--;
    }
    return bays;
  }

  /** Waste and tidying after closing, then the orders of the suppliers whose day it is. */
  evening(day: Day, tMs: number, flags: (p: number) => number): void {
    const { products, suppliers } = this.world.catalogue;
    const waste = this.random.sub('waste', day.index);
    const late = this.random.sub('late', day.index);
    const count = this.random.sub('count', day.index);
    for (const { index: p, department, supplier, casePack, sku } of products) {
      if (!this.carried(p)) continue;
      this.closeEmpty(p, tMs);
      this.shelf[p] += this.astray[p];
      this.astray[p] = 0;
      this.spoil(p, waste.at(p), DEPARTMENTS[department].spoilADay);
      // Records err (DeHoratius & Raman 2008: 65 % of them) until an empty shelf or a stock-take shows it.
      const found = this.total(p) === 0 && this.book[p] > 0 ? EMPTY_NOTICED : COUNTED;
      if (count.at(p) < found) this.book[p] = this.total(p);
      if (day.open) {
        // A planner knows when the shelf was empty and reckons with what would have sold, up to twice what did.
        const there = Math.max(0.5, 1 - this.ledger.emptyMs[p] / (day.open.toMs - day.open.fromMs));
        this.level[p] += SMOOTHING * (this.ledger.sold[p] / there - this.level[p]);
      }
      const { orderDays, leadDays, lateChance } = suppliers[supplier];
      if (!orderDays.includes(day.weekday)) continue;
      const review = nextOrder(orderDays, day.weekday);
      const cover = (leadDays + review) * (6 / 7);
      const rate = this.level[p] * expectedFactor(flags(p));
      const safety = this.scenario.orders?.safety ?? SAFETY;
      const target =
        this.scenario.orders?.levels?.[sku] ?? rate * cover + safety * Math.sqrt(Math.max(0.5, rate * cover));
      const [book, coming] = [this.book[p], this.coming[p]];
      const question = { day, sku, product: p, book, coming, perDay: this.level[p], coverDays: cover, casePack };
      const missing = this.decisions.order?.(question) ?? target - Math.max(0, book) - coming;
      if (!(missing > 0)) continue;
      const units = Math.ceil(missing / casePack) * casePack;
      const dueDay = day.index + leadDays + (late.at(p) < lateChance ? 1 : 0);
      this.coming[p] += units;
      this.onOrder.push({ product: p, units, orderedDay: day.index, dueDay });
    }
  }

  /** The till tells the ordering system. */
  scanned(p: number, units: number): void {
    this.book[p] -= units;
  }

  carried(p: number): boolean {
    return this.world.bayOf[p] >= 0;
  }

  /** Units that shelf and display hold together. */
  private room(p: number): number {
    return this.world.capacity[p] + (this.displayed[p] ? DISPLAY_HOLDS : 0);
  }

  private refill(p: number, tMs: number): void {
    const room = this.room(p) - this.shelf[p];
    const units = Math.min(room, this.back[p]);
    if (units <= 0) return;
    this.back[p] -= units;
    this.shelf[p] += units;
    this.noLongerEmpty(p, tMs);
  }

  private noLongerEmpty(p: number, tMs: number): void {
    if (this.emptySince[p] >= 0 && this.shelf[p] > 0) this.closeEmpty(p, tMs);
  }

  private closeEmpty(p: number, tMs: number): void {
    if (this.emptySince[p] >= 0) this.ledger.emptyMs[p] += tMs - this.emptySince[p];
    this.emptySince[p] = -1;
  }

  private spoil(p: number, luck: number, share: number): void {
    const mean = share * this.shelf[p];
    const units = Math.min(this.shelf[p], Math.floor(mean) + (luck < mean - Math.floor(mean) ? 1 : 0));
    this.shelf[p] -= units;
    this.ledger.spoiled[p] += units;
    // Most of what is thrown away is written down.
    this.book[p] -= Math.round(units * WASTE_BOOKED);
  }

  /** A store that has run for a while: levels near what will sell, shelves full, some in the back. */
  private fillAtFirst(): void {
    for (let p = 0; p < this.shelf.length; p++) {
      this.level[p] = this.world.expected[p];
      if (!this.carried(p)) continue;
      this.shelf[p] = this.world.capacity[p];
      this.back[p] = Math.round(this.level[p] * 3.5);
      this.book[p] = this.total(p);
    }
  }
}

const expectedFactor = (flags: number): number => (flags === 0 ? 1 : flags & 4 ? DISPLAY_FACTOR : PROMOTION_FACTOR);

const nextOrder = (days: readonly number[], weekday: number): number => {
  for (let ahead = 1; ahead <= 7; ahead++) if (days.includes(((weekday - 1 + ahead) % 7) + 1)) return ahead;
  return 7;
};
