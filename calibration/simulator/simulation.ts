import type { Decisions } from './economy/decisions.ts';
import type { Null, Scenario } from './economy/options.ts';
import { type PricePlan, planPrices, selector } from './economy/promotions.ts';
import { BEHAVIOURS, type BehaviourName } from './people/behaviours.ts';
import { Stream } from './random/stream.ts';
import { Shop } from './store/shop.ts';
import type { StoreSink } from './store/sink.ts';
import { type Day, makeCalendar, OPENING, type Opening } from './world/calendar.ts';
import { makeWorld, type World } from './world/world.ts';

/**
 * The data's way: a seed makes the world (plan, products, planogram, cameras) and the calendar; a behaviour sends people
 * through it; the shop's clock turns their decisions into itineraries, sales and stock. From itineraries come the macro
 * side (facts → the edge's own Book → MQTT messages) and the film (positions → each camera's boxes). The truth is written
 * beside it from the itineraries, by other code than what is measured.
 *
 * Every draw has a name (store, day, visit, product), so two runs of one seed differ only through what a scenario does,
 * and that difference is the truth of its effect. Bytes are the same on every machine: only + − × ÷ √ and 32-bit integers
 * decide them (`random/`), and the time zone's rules as this Node.js has them.
 */
export interface SimulationOptions {
  seed: number;
  days: number;
  /** Which store of how many. */
  store: number;
  stores: number;
  products: number;
  /** First day, YYYY-MM-DD. */
  start: string;
  opening: Opening;
  behaviour: BehaviourName;
  scenario: Scenario;
  nothing: readonly Null[];
}

export const DEFAULTS: Omit<SimulationOptions, 'seed' | 'days'> = {
  store: 0,
  stores: 1,
  products: 1000,
  start: '2025-01-06',
  opening: OPENING,
  behaviour: 'lists',
  scenario: {},
  nothing: [],
};

/** One store over some days, ready to run. */
export class Simulation {
  readonly options: SimulationOptions;
  readonly world: World;
  readonly calendar: Day[];
  readonly prices: PricePlan;
  readonly random: Stream;
  private running: Shop | undefined;

  constructor(options: SimulationOptions) {
    const { seed, days, store, stores, products, start, opening, scenario } = options;
    const root = new Stream(seed);
    this.options = options;
    this.world = makeWorld({ seed, products, store, stores, swap: scenario.layout?.swap });
    for (const rule of scenario.layout?.facings ?? []) refit(this.world, rule);
    this.calendar = makeCalendar(start, days, root.sub('region'), opening);
    this.prices = planPrices(this.world.catalogue, this.calendar, root.sub('prices'), scenario);
    this.random = root.sub('store', store);
  }

  get shop(): Shop {
    if (!this.running) throw new Error('the store has not been opened');
    return this.running;
  }

  /** The store with everybody's doings going to `sink`; run its days in order. `decisions`: who orders and rosters. */
  open(sink: StoreSink, decisions?: Decisions): Shop {
    const { behaviour, scenario, nothing, seed } = this.options;
    this.running = new Shop({
      world: this.world,
      calendar: this.calendar,
      prices: this.prices,
      behaviour: BEHAVIOURS[behaviour],
      random: this.random,
      region: new Stream(seed).sub('region'),
      scenario,
      nothing: new Set(nothing),
      decisions,
      sink,
    });
    return this.running;
  }
}

/** More or fewer facings for some products; the shelf's length is taken to give way. */
function refit(world: World, rule: { sku?: string; category?: string; department?: string; factor: number }): void {
  const hit = selector(world.catalogue, rule);
  for (const p of world.catalogue.products) {
    if (!hit(p) || world.bayOf[p.index] < 0) continue;
    const depth = world.capacity[p.index] / world.facings[p.index];
    world.facings[p.index] = Math.max(1, Math.min(24, Math.round(world.facings[p.index] * rule.factor)));
    world.capacity[p.index] = Math.round(world.facings[p.index] * depth);
  }
}
