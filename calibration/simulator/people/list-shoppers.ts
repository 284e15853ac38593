import { exp, log, square } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { Life } from '../store/clockwork.ts';
import type { Shop } from '../store/shop.ts';
import { Visit } from '../store/visit.ts';
import { type Day, seasonal } from '../world/calendar.ts';
import type { Category } from '../world/catalogue.ts';
import { DEPARTMENTS } from '../world/departments.ts';
import { type Arrival, arrivalsOf, type Behaviour, TASTES } from './behaviour.ts';
import type { VisitKind } from './itinerary.ts';
import { poissonMoments } from './moments.ts';
import { Pantries } from './pantries.ts';

/**
 * Behaviour A, `lists`: households with a pantry write lists, walk them the short way, are tempted by what they pass, and
 * choose by a multinomial logit (McFadden 1974). Arrivals are Poisson at a rate that the calendar gives.
 */
export class ListShoppers implements Behaviour {
  private readonly shop: Shop;
  private readonly pantries: Pantries;

  constructor(shop: Shop) {
    this.shop = shop;
    this.pantries = new Pantries(
      shop.random.sub('households'),
      Math.round(shop.demand.groupsADay * 2),
      shop.world.catalogue,
    );
  }

  /** Lewis & Shedler's thinning (1979): candidates at a flat rate, each kept by its own number. */
  arrivals(day: Day, random: Stream): Arrival[] {
    return arrivalsOf(this.shop.nothing.has('footfall'), random, (r, who) =>
      poissonMoments(this.shop.demand, day, r, who),
    );
  }

  *visit({ means }: Arrival, number: number, random: Stream): Life {
    const { shop } = this;
    const household = random.sub('household').below(this.pantries.count);
    const luck = random.at(1);
    const idle = means === undefined ? 0.22 : means === 'buy' ? 0 : 1;
    const kind: VisitKind = luck < 0.23 * idle ? 'bouncer' : luck < idle ? 'browser' : 'buyer';
    const company = random.at(2);
    const size = company < 0.72 ? 1 : company < 0.93 ? 2 : company < 0.98 ? 3 : 4;
    // Pace in shops: 0.6–1.1 m/s with stops left out (Sorensen 2009).
    const speedMps = random.sub('pace').lognormal(size > 1 ? 0.78 : 0.88, 0.2);
    const visit = new Visit(shop, random, { visit: number, kind, household, size, speedMps });
    if (kind === 'bouncer') yield* this.bounce(visit);
    else if (kind === 'browser') yield* this.browse(visit);
    else yield* this.buyList(visit);
    if (visit.basket.size > 0) yield* this.pay(visit);
    yield* visit.leave();
  }

  /** In at the door, a look, out again. */
  private *bounce(visit: Visit): Life {
    yield* visit.go(this.shop.world.plan.faces[0].bays[this.shop.world.plan.faces[0].bays.length - 1]);
    yield* visit.stay(visit.random.between(1, 6));
  }

  /** No list: some bays of one department after the other; a full shop puts people off (Perdikaki et al. 2012). */
  private *browse(visit: Visit): Life {
    const { shop } = this;
    const r = visit.random.sub('browse');
    const stops = 2 + r.poisson(3);
    const mood = shop.nothing.has('footfall') ? 0 : 0.6 * exp(-14 * shop.crowding());
    for (let i = 0; i < stops; i++) {
      const bay = r.below(shop.world.plan.bays.length);
      const passed = yield* visit.go(bay);
      yield* visit.stay(r.lognormal(8, 0.8));
      if (r.chance(mood / 2)) yield* this.chooseAtBay(visit, bay);
      if (mood > 0) yield* this.tempt(visit, passed, 1);
    }
  }

  private *buyList(visit: Visit): Life {
    const { shop, pantries } = this;
    const { categories } = shop.world.catalogue;
    const trip = visit.random.at(3);
    // Fill-in, quick and major trips (Kollat & Willett 1967; Walters & Jamil 2003).
    const urge = trip < 0.55 ? 0.75 : trip < 0.75 ? 0.3 : 1.9;
    pantries.visit(visit.it.household, shop.day.index);
    const wanted = categories.filter((c) => visit.random.at(c.index, 4) < this.listChance(c, visit.it.household, urge));
    const homes = wanted.map((category) => ({ category, bay: this.homeOf(category) })).filter(({ bay }) => bay >= 0);
    while (homes.length > 0) {
      let next = 0;
      for (let i = 1; i < homes.length; i++) {
        if (this.distance(visit.at, homes[i].bay) < this.distance(visit.at, homes[next].bay)) next = i;
      }
      const [{ category, bay }] = homes.splice(next, 1);
      const passed = yield* visit.go(bay);
      yield* visit.stay(visit.random.sub('look', category.index).lognormal(9, 0.75));
      this.buy(visit, category, category.products, 1);
      yield* this.tempt(visit, passed, 1);
    }
    // Nothing on the list today (or nothing there): some still pick a thing up.
    if (visit.basket.size === 0) yield* this.browse(visit);
  }

  private listChance(category: Category, household: number, urge: number): number {
    const { shop } = this;
    const { season, peakMonth, warmth } = DEPARTMENTS[category.department];
    let pull = 1;
    for (const p of category.products) if (shop.flags[p] & 2) pull += 0.12;
    const year = seasonal(shop.day.season, season, peakMonth) * exp((warmth * shop.day.warmth) / 12);
    return Math.min(0.9, 0.36 * urge * this.pantries.need(household, category) * year * Math.min(2, pull));
  }

  private homeOf(category: Category): number {
    for (const p of category.products) if (this.shop.world.bayOf[p] >= 0) return this.shop.world.bayOf[p];
    return -1;
  }

  private distance(from: number, to: number): number {
    return this.shop.world.navigation.distanceM(from, to);
  }

  /** Shelves and displays on the way tempt (Hui, Inman, Huang & Suher 2013: exposure makes unplanned purchases). */
  private *tempt(visit: Visit, passed: readonly number[], mood: number): Life {
    const { shop } = this;
    const { places, plan } = shop.world;
    const r = visit.random.sub('tempt');
    if (shop.nothing.has('layout')) {
      // As often, but wherever one is: what is passed adds nothing.
      for (let i = 0; i < passed.length; i++) {
        if (r.at(passed[i], 5) >= 0.016 * mood) continue;
        yield* this.chooseAtBay(visit, Math.floor(r.at(passed[i], 6) * plan.bays.length));
      }
      return;
    }
    for (const place of passed) {
      const product = place >= places.ends ? shop.displayAt[place - places.ends] : -1;
      if (product >= 0) {
        if (r.at(place, 7) >= 0.05 * mood) continue;
        yield* visit.go(place);
        yield* visit.stay(r.sub('display', place).lognormal(6, 0.6));
        this.buy(
          visit,
          shop.world.catalogue.categories[shop.world.catalogue.products[product].category],
          [product],
          0.6,
        );
      } else if (place < places.ends && r.at(place, 5) < 0.016 * mood) {
        yield* visit.go(place);
        yield* this.chooseAtBay(visit, place);
      }
    }
  }

  private *chooseAtBay(visit: Visit, bay: number): Life {
    const { catalogue, productsAt } = this.shop.world;
    const r = visit.random.sub('bay', bay);
    yield* visit.stay(r.lognormal(6, 0.7));
    if (productsAt[bay].length === 0) return;
    const [some] = productsAt[bay].slice(Math.floor(r.at(0) * productsAt[bay].length));
    const category = catalogue.categories[catalogue.products[some].category];
    this.buy(
      visit,
      category,
      productsAt[bay].filter((p) => catalogue.products[p].category === category.index),
      0.55,
    );
  }

  /**
   * Chooses among products and takes some; `keep`: chance that it stays in the basket after a look at it. Each product has
   * its own luck, so that what changes one changes another only through the choice.
   */
  private buy(visit: Visit, category: Category, among: readonly number[], keep: number): void {
    const { shop } = this;
    const r = visit.random.sub('choose', category.index);
    const first = this.favourite(visit, category, among, r, false);
    if (first < 0) return;
    const units = this.units(first, category, r);
    const serious = keep === 1;
    if (serious) shop.stock.ledger.wanted[first] += units;
    let product = first;
    if (shop.stock.shelf[first] === 0) {
      // Of those who meet an empty shelf 45 % take another item (Corsten & Gruen 2003).
      product = r.at(first, 21) < 0.45 ? this.favourite(visit, category, among, r, true) : -1;
      if (serious && product < 0) shop.stock.ledger.lost[first] += units;
    }
    if (product < 0) return;
    const got = visit.take(product, units);
    if (got === 0) return;
    const second = r.at(product, 22);
    if (second < (serious ? 0.03 : 1 - keep)) visit.giveUp(product, second < 0.004);
    else if (second > 0.9965) visit.steal(product);
    else this.pantries.stock(visit.it.household, category.index, got);
  }

  private favourite(visit: Visit, category: Category, among: readonly number[], r: Stream, there: boolean): number {
    const { shop } = this;
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const p of among) {
      if (shop.world.bayOf[p] < 0 || (there && shop.stock.shelf[p] === 0)) continue;
      const product = shop.world.catalogue.products[p];
      const flags = shop.flags[p];
      const taste = 1.1 * (this.pantries.taste(visit.it.household, p) - 0.5);
      const gumbel = -log(-log(Math.max(1e-12, r.at(p, 20))));
      const display = shop.stock.displayed[p] ? TASTES.display : 0;
      const space = shop.nothing.has('layout') ? 0 : TASTES.space * log(shop.world.facings[p]);
      const utility =
        product.appeal +
        space +
        taste +
        category.priceSense * log(shop.prices[p] / product.price) +
        (flags & 2 ? TASTES.feature : 0) +
        display +
        gumbel;
      if (utility > most) {
        most = utility;
        best = p;
      }
    }
    return best;
  }

  /** One, and more while it is cheap and keeps (Bell, Chiang & Padmanabhan 1999: stockpiling). */
  private units(p: number, category: Category, r: Stream): number {
    const { shop } = this;
    const usual = shop.world.catalogue.products[p].price;
    const off = shop.flags[p] ? Math.max(0, 1 - shop.prices[p] / usual) : 0;
    const more = 0.12 + 2.2 * off * category.storable;
    let units = 1;
    while (units < 6 && r.at(p, 30 + units) < more) units++;
    return units;
  }

  private *pay(visit: Visit): Life {
    const r = visit.random.sub('till');
    const { shop } = this;
    // A long queue turns some away before they join it (balking), others while they wait (Naor 1969; Lu et al. 2013).
    const ahead = shop.tills.waiting / Math.max(1, shop.tills.openTills);
    if (r.at(0) < 1 - exp(-square(ahead / 9))) {
      for (const product of [...visit.basket.keys()]) visit.giveUp(product, true);
      return;
    }
    yield* visit.checkout(r.lognormal(900, 0.6), (units) => r.lognormal(20, 0.45) + 2.7 * units);
  }
}
