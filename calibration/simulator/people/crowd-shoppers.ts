import { exp, log, power, square } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { Life } from '../store/clockwork.ts';
import type { Shop } from '../store/shop.ts';
import { Visit } from '../store/visit.ts';
import { type Day, seasonal } from '../world/calendar.ts';
import type { Category } from '../world/catalogue.ts';
import { DEPARTMENTS } from '../world/departments.ts';
import { type Arrival, arrivalsOf, type Behaviour } from './behaviour.ts';
import { Cupboards } from './cupboards.ts';
import type { VisitKind } from './itinerary.ts';
import { burstMoments } from './moments.ts';

/**
 * Behaviour B, `crowds`, made to break what our models assume: arrivals in bursts (Neyman & Scott 1958), latent classes
 * that choose by rules instead of weighing (habit, the cheapest, something else each time), wandering ways in and out of
 * aisles, dwell with a heavy tail, needs that fall due like renewals, and people who stop where others stand. It shares the
 * shop with the other generator, no decision.
 */
export class CrowdShoppers implements Behaviour {
  private readonly shop: Shop;
  private readonly cupboards: Cupboards;
  /** How many stand at each place now. */
  private readonly standing: Int32Array;

  constructor(shop: Shop) {
    this.shop = shop;
    this.cupboards = new Cupboards(
      shop.random.sub('cupboards'),
      Math.round(shop.demand.groupsADay * 2.4),
      shop.world.catalogue,
    );
    this.standing = new Int32Array(shop.world.navigation.places.length);
  }

  /** Parents (a bus, the end of a shift) at a Poisson rate, each with a heavy-tailed number of groups within minutes. */
  arrivals(day: Day, random: Stream): Arrival[] {
    return arrivalsOf(this.shop.nothing.has('footfall'), random, (r, who) =>
      burstMoments(this.shop.demand, day, r, who),
    );
  }

  *visit({ means }: Arrival, number: number, random: Stream): Life {
    const { shop } = this;
    const household = Math.floor(power(random.at(0), 1.25) * this.cupboards.count);
    const luck = random.at(1);
    const idle = means === undefined ? 0.26 : means === 'buy' ? 0 : 1;
    const kind: VisitKind = luck < 0.27 * idle ? 'bouncer' : luck < idle ? 'browser' : 'buyer';
    const company = random.at(2);
    const size = company < 0.66 ? 1 : company < 0.9 ? 2 : company < 0.97 ? 3 : 5;
    const visit = new Visit(shop, random, {
      visit: number,
      kind,
      household,
      size,
      speedMps: 0.55 + 0.5 * random.at(3),
    });
    if (kind === 'bouncer') {
      yield* visit.go(shop.world.plan.faces[0].bays[0]);
      yield* visit.stay(1 + 8 * random.at(4));
    } else yield* this.wander(visit, kind === 'buyer');
    if (visit.basket.size > 0) yield* this.pay(visit);
    yield* visit.leave();
  }

  /** Round the walls and into aisles; what is due is taken where it is met, much is met by chance. */
  private *wander(visit: Visit, withNeeds: boolean): Life {
    const { shop, cupboards } = this;
    const { plan, catalogue } = shop.world;
    const r = visit.random.sub('wander');
    const urge = r.at(1000) < 0.22 ? 2.6 : 0.62;
    const due = withNeeds
      ? cupboards.due(visit.it.household, shop.day.index, (c) => this.season(catalogue.categories[c]) * urge)
      : [];
    const faces = this.round(r, due);
    let fatigue = 0;
    for (const face of faces) {
      const here = plan.faces[face];
      // In at one end of the shelf or the other.
      const bays = r.at(face, 1) < 0.5 ? here.bays : [...here.bays].reverse();
      for (const bay of bays) {
        const wanted = due.filter((c) => this.homeOf(c) === bay);
        const lured = this.lure(r, bay);
        if (wanted.length === 0 && !lured) continue;
        yield* visit.go(bay);
        yield* this.stand(visit, bay, r);
        for (const c of wanted) this.choose(visit, catalogue.categories[c], true);
        if (wanted.length === 0 && r.at(bay, 3) < this.appetite(!withNeeds)) yield* this.grab(visit, bay, r);
      }
      // Half a turn back, to where something was forgotten.
      if (r.at(face, 4) < 0.03) yield* visit.go(Math.floor(r.at(face, 5) * plan.bays.length));
      fatigue += 0.012;
      if (r.at(face, 6) < fatigue && !withNeeds) break;
    }
    if (visit.at === shop.world.places.door) yield* visit.go(plan.faces[0].bays[0]);
    for (let end = 0; end < shop.displayAt.length; end++) {
      const product = shop.displayAt[end];
      if (product < 0 || r.at(end, 7) > 0.035) continue;
      if (!withNeeds && shop.nothing.has('footfall')) continue;
      yield* visit.go(shop.world.places.ends + end);
      yield* visit.stay(2 + 6 * r.at(end, 8));
      this.takeOne(visit, product, catalogue.categories[catalogue.products[product].category], false);
    }
  }

  /** Faces in the order of a racetrack, from a chance beginning: those that hold what is due, and some others. */
  private round(r: Stream, due: readonly number[]): number[] {
    const { faces } = this.shop.world.plan;
    const homes = new Set(
      due
        .map((c) => this.homeOf(c))
        .filter((b) => b >= 0)
        .map((b) => this.shop.world.plan.bays[b].face),
    );
    const turn = r.at(2000) < 0.92 ? 0 : Math.floor(r.at(2001) * faces.length);
    const back = r.at(2002) < 0.35;
    const order = faces.map((_, i) => (back ? faces.length - 1 - i : i)).map((i) => (i + turn) % faces.length);
    return order.filter((f) => homes.has(f) || r.at(f, 9) < 0.03);
  }

  private homeOf(category: number): number {
    const { catalogue, bayOf } = this.shop.world;
    for (const p of catalogue.categories[category].products) if (bayOf[p] >= 0) return bayOf[p];
    return -1;
  }

  private season(category: Category): number {
    const { season, peakMonth, warmth } = DEPARTMENTS[category.department];
    return seasonal(this.shop.day.season, season, peakMonth) * exp((warmth * this.shop.day.warmth) / 12);
  }

  /** Where others stand there must be something (herding, Banerjee 1992). */
  private lure(r: Stream, bay: number): boolean {
    const others = Math.min(3, this.standing[bay]);
    return r.at(bay, 2) < 0.02 + 0.05 * others;
  }

  /** An empty shop is dull and a full one is a nuisance. */
  private appetite(idle: boolean): number {
    const crowding = this.shop.crowding();
    if (idle && this.shop.nothing.has('footfall')) return 0;
    return this.shop.nothing.has('layout') ? 0.3 : 0.55 * exp(-square(crowding - 0.04) / 0.012);
  }

  /** Dwell with a Pareto tail (exponent 1.7) instead of a lognormal. */
  private *stand(visit: Visit, bay: number, r: Stream): Life {
    this.standing[bay]++;
    yield* visit.stay(Math.min(240, 4.2 * power(1 - r.at(bay, 10), -1 / 1.7)));
    this.standing[bay]--;
  }

  private *grab(visit: Visit, bay: number, r: Stream): Life {
    const { productsAt, catalogue } = this.shop.world;
    if (productsAt[bay].length === 0) return;
    const product = productsAt[bay][Math.floor(r.at(bay, 11) * productsAt[bay].length)];
    yield* visit.stay(1 + 3 * r.at(bay, 12));
    this.takeOne(visit, product, catalogue.categories[catalogue.products[product].category], false);
  }

  /** By rule: habit, price, or novelty; another rule where the first finds nothing. */
  private choose(visit: Visit, category: Category, due: boolean): void {
    const { shop } = this;
    const { household } = visit.it;
    const r = visit.random.sub('rule', category.index);
    const sold = category.products.filter((p) => shop.world.bayOf[p] >= 0);
    if (sold.length === 0) return;
    const rule = this.cupboards.rule(household);
    const first = this.byRule(rule, household, category, sold, r);
    if (due) shop.stock.ledger.wanted[first] += 1;
    if (shop.stock.shelf[first] > 0) {
      this.takeOne(visit, first, category, due);
      return;
    }
    const there = sold.filter((p) => shop.stock.shelf[p] > 0);
    // Those with a habit rather go without (31 % switch the store, 15 % wait, 9 % give up: Corsten & Gruen 2003).
    if (there.length === 0 || r.at(1) < (rule === 'habit' ? 0.65 : 0.4)) {
      if (due) shop.stock.ledger.lost[first] += 1;
      return;
    }
    this.takeOne(visit, this.byRule(rule === 'habit' ? 'novelty' : rule, household, category, there, r), category, due);
  }

  private byRule(
    rule: 'habit' | 'price' | 'novelty',
    household: number,
    category: Category,
    among: readonly number[],
    r: Stream,
  ): number {
    const { shop } = this;
    const { products } = shop.world.catalogue;
    const cheapness = (p: number) => shop.prices[p] / products[p].price;
    if (rule === 'habit') {
      const usual = this.cupboards.usual(household, category.index, among, (p) => this.weight(p));
      // A deal good enough breaks the habit for once.
      const deal = among.reduce((best, p) => (cheapness(p) < cheapness(best) ? p : best), usual);
      const threshold = 0.55 + 0.42 * r.at(2);
      return cheapness(deal) / cheapness(usual) < threshold ? deal : usual;
    }
    let best = among[0];
    let most = Number.NEGATIVE_INFINITY;
    for (const p of among) {
      const shown = (shop.flags[p] & 2 ? 0.5 : 0) + (shop.stock.displayed[p] ? 1.2 : 0);
      const pull = rule === 'price' ? -log(cheapness(p)) / 0.14 : -log(cheapness(p)) / 0.5;
      const value = pull + shown + log(this.weight(p)) - log(-log(Math.max(1e-12, r.at(p, 3))));
      if (value > most) {
        most = value;
        best = p;
      }
    }
    return best;
  }

  /** How much a product stands out: liked and with room on the shelf. */
  private weight(p: number): number {
    const { facings, catalogue } = this.shop.world;
    const space = this.shop.nothing.has('layout') ? 1 : power(facings[p], 0.28);
    return exp(0.7 * catalogue.products[p].appeal) * space;
  }

  private takeOne(visit: Visit, product: number, category: Category, due: boolean): void {
    const { shop, cupboards } = this;
    const r = visit.random.sub('take', product);
    const off = 1 - shop.prices[product] / shop.world.catalogue.products[product].price;
    const hoards = shop.flags[product] > 0 && off > 0.12 && category.storable > 0.3;
    const units = hoards && r.at(0) < 0.5 ? 2 + Math.floor(3 * r.at(1)) : r.at(2) < 0.14 ? 2 : 1;
    const got = visit.take(product, units);
    if (got === 0) return;
    const luck = r.at(3);
    if (luck < (due ? 0.04 : 0.3)) visit.giveUp(product, luck < 0.006);
    else if (luck > 0.997) visit.steal(product);
    else cupboards.bought(visit.it.household, category.index, shop.day.index, got);
  }

  private *pay(visit: Visit): Life {
    const r = visit.random.sub('till');
    const { shop } = this;
    if (shop.tills.waiting > 6 * shop.tills.openTills && r.at(0) < 0.25) {
      for (const product of [...visit.basket.keys()]) visit.giveUp(product, true);
      return;
    }
    const patience = 400 * power(1 - r.at(1), -1 / 1.5);
    yield* visit.checkout(patience, (units) => 8 + 16 * r.gamma(0.9) + 2.4 * units);
  }
}
