import type { Decisions } from '../economy/decisions.ts';
import type { Null, Scenario } from '../economy/options.ts';
import type { PricePlan } from '../economy/promotions.ts';
import { Stock } from '../economy/stock.ts';
import type { Behaviour } from '../people/behaviour.ts';
import type { Itinerary } from '../people/itinerary.ts';
import { power } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import { type Day, LEAST_CLOSED_HOURS } from '../world/calendar.ts';
import { localHour } from '../world/clock.ts';
import type { World } from '../world/world.ts';
import { Clockwork, type Life } from './clockwork.ts';
import { Demand } from './demand.ts';
import { Passing } from './passing.ts';
import type { Sale, StoreSink } from './sink.ts';
import { atWork, refilling } from './staff.ts';
import { Tills } from './tills.ts';
import type { Ground, Visit } from './visit.ts';

const HOUR_MS = 3_600_000;
/** Groups on a mean open day of a store of size 1 with 1,000 products: 400,000 in a year of 303 open days. */
const GROUPS_A_DAY = 1320;
/** Mean seconds that one basket keeps a till busy, as a rota planner reckons. */
const PLANNED_SERVICE_S = 52;
const PLANNED_LOAD = 0.72;
/** Scans that go to a neighbour's number. */
const MISSCAN = 0.004;

export interface ShopOptions {
  world: World;
  calendar: readonly Day[];
  prices: PricePlan;
  behaviour: (shop: Shop) => Behaviour;
  random: Stream;
  /** Shared by a chain's stores: the hidden ups and downs of demand. */
  region: Stream;
  scenario: Scenario;
  nothing: ReadonlySet<Null>;
  decisions?: Decisions;
  sink: StoreSink;
}

/** A running store: clock, tills, stock and prices, and who is inside. */
export class Shop implements Ground {
  readonly world: World;
  readonly clock = new Clockwork();
  readonly tills: Tills;
  readonly stock: Stock;
  readonly random: Stream;
  readonly nothing: ReadonlySet<Null>;
  readonly demand: Demand;
  prices: Float64Array;
  flags: Uint8Array;
  /** Product at each end, −1 for none. */
  readonly displayAt: Int16Array;
  people = 0;
  private readonly options: ShopOptions;
  private readonly behaviour: Behaviour;
  private readonly inside = new Set<Itinerary>();
  private readonly passing: Passing;
  private readonly receipts: number[];
  private today!: Day;

  constructor(options: ShopOptions) {
    const { world, prices } = options;
    this.options = options;
    this.world = world;
    this.passing = new Passing(world);
    this.random = options.random;
    this.nothing = options.nothing;
    const groupsADay = GROUPS_A_DAY * world.size * power(world.catalogue.products.length / 1000, 0.6);
    this.demand = new Demand(groupsADay, options.random, options.region, !options.nothing.has('footfall'));
    this.tills = new Tills(this.clock, world.plan.tills.length);
    this.stock = new Stock(world, options.random.sub('stock'), options.scenario, options.decisions ?? {});
    this.prices = prices.prices[0];
    this.flags = prices.flags[0];
    this.displayAt = new Int16Array(world.plan.ends.length);
    this.receipts = new Array<number>(world.plan.tills.length).fill(0);
    this.behaviour = options.behaviour(this);
  }

  get day(): Day {
    return this.today;
  }

  /** One calendar day, from the night's deliveries to the evening's orders. */
  runDay(day: Day): void {
    const { sink, random } = this.options;
    this.today = day;
    this.receipts.fill(0);
    this.demand.newDay(day);
    this.newWeek(Math.floor(day.index / 7));
    const delivered = this.stock.morning(day);
    sink.dayBegan(day, delivered);
    if (day.open) {
      const { fromMs, toMs } = day.open;
      const lastMs = toMs + LEAST_CLOSED_HOURS * HOUR_MS;
      this.clock.spawn(this.managed(day), fromMs);
      for (const { tMs, life } of atWork(this, day, delivered)) this.clock.spawn(life, tMs);
      const doors = random.sub('day', day.index);
      this.behaviour.arrivals(day, doors).forEach((arrival, i) => {
        const visit = this.behaviour.visit(arrival, day.index * 100_000 + i, doors.sub('visit', arrival.key));
        this.clock.spawn(visit, arrival.tMs);
      });
      this.clock.runUntil(lastMs);
      if (this.inside.size > 0) throw new Error(`${this.inside.size} are still inside two hours after closing`);
      sink.reached(lastMs);
    }
    const closeMs = day.open?.toMs ?? day.midnightMs + 20 * HOUR_MS;
    const next = this.options.prices.flags[Math.floor((day.index + 2) / 7)] ?? this.flags;
    this.stock.evening(day, closeMs, (p) => (this.nothing.has('display') ? next[p] & ~4 : next[p]));
    sink.dayEnded(day, this.stock.ledger, (p) => this.stock.total(p));
  }

  enter(it: Itinerary): void {
    this.inside.add(it);
    this.people += it.size;
  }

  leave(it: Itinerary): void {
    this.inside.delete(it);
    this.people -= it.size;
    this.options.sink.visited(it, this.today);
  }

  /** How much slower a crowd walks than somebody alone. */
  pace(): number {
    return 1 / (1 + 2.5 * this.crowding());
  }

  /** People a square metre. */
  crowding(): number {
    return this.people / (this.world.plan.widthM * this.world.plan.heightM * 0.6);
  }

  passed(from: number, to: number): readonly number[] {
    return this.passing.between(from, to);
  }

  /** The till takes the basket. Answers the sale's number. */
  sell(visit: Visit): number {
    const { catalogue } = this.world;
    const r = visit.random.sub('scan');
    const till = visit.it.wait?.till ?? 0;
    const number = ++this.receipts[till];
    const lines = [...visit.basket].map(([product, units]) => {
      this.stock.ledger.sold[product] += units;
      const others = catalogue.categories[catalogue.products[product].category].products;
      const scanned = r.at(product) < MISSCAN ? others[Math.floor(r.at(product, 1) * others.length)] : product;
      this.stock.scanned(scanned, units);
      const list = this.listPrice(scanned);
      return { product, scanned, units, listPrice: list, price: this.prices[scanned] };
    });
    const sale: Sale = {
      number,
      till,
      tMs: this.clock.nowMs,
      visit: visit.it.visit,
      household: visit.it.household,
      lines,
    };
    this.options.sink.sold(sale, this.today);
    return number;
  }

  /** What a product costs when it is not on promotion, as the label says it. */
  private listPrice(p: number): number {
    const week = Math.floor(this.today.index / 7);
    const promotion = this.flags[p] ? this.promotionDepth(week, p) : 0;
    return promotion > 0 ? Math.round((this.prices[p] / (1 - promotion)) * 100) / 100 : this.prices[p];
  }

  private promotionDepth(week: number, product: number): number {
    return this.depths.get(week * 65_536 + product) ?? 0;
  }

  private get depths(): Map<number, number> {
    this.depthMap ??= new Map(this.options.prices.promotions.map((p) => [p.week * 65_536 + p.product, p.depth]));
    return this.depthMap;
  }
  private depthMap: Map<number, number> | undefined;

  private newWeek(week: number): void {
    const { prices, flags, promotions } = this.options.prices;
    this.prices = prices[week];
    this.flags = flags[week];
    const { displayed } = this.stock;
    displayed.fill(0);
    this.displayAt.fill(-1);
    // They stand in the calendar all the same.
    if (this.nothing.has('display')) return;
    let end = 0;
    for (const p of promotions) {
      if (p.week !== week || !p.display || this.world.bayOf[p.product] < 0 || end >= this.displayAt.length) continue;
      displayed[p.product] = 1;
      this.displayAt[end++] = p.product;
    }
  }

  /** The manager's day: tills by the rota, refill rounds on the hour, and word of how far time has come. */
  private *managed(day: Day): Life {
    const { fromMs, toMs } = day.open!;
    const { sink, scenario, decisions } = this.options;
    for (let t = fromMs, hour = 0; t < toMs + HOUR_MS; t += HOUR_MS / 4, hour += 0.25) {
      if (t > fromMs && t <= toMs) sink.shelves?.(t, (p) => this.stock.shelf[p]);
      if (!Number.isInteger(2 * hour)) {
        yield t + HOUR_MS / 4;
        continue;
      }
      const local = localHour(day, t);
      const at = String(Math.floor(local));
      const expected = this.demand.expected(t + HOUR_MS / 4);
      const load = (expected / 3600) * 0.85 * PLANNED_SERVICE_S;
      const planned = Math.max(1, Math.ceil(load / PLANNED_LOAD)) + (scenario.roster?.tills ?? 0);
      const question = { day, hour: local, tills: this.world.plan.tills.length, expectedGroups: expected };
      this.tills.staff(decisions?.roster?.(question) ?? scenario.roster?.byHour?.[at] ?? planned);
      if (Number.isInteger(hour) && hour > 0 && t < toMs) {
        const bays = this.stock.round(day, hour, t);
        if (bays.length > 0) this.clock.spawn(refilling(this, day, hour, bays), t);
      }
      const [first] = this.inside;
      sink.reached(first ? first.steps[0].fromMs : t);
      yield t + HOUR_MS / 4;
    }
  }
}
