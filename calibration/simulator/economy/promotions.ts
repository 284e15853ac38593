import { exp, log } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import { type Day, seasonal } from '../world/calendar.ts';
import type { Catalogue, Product } from '../world/catalogue.ts';
import { DEPARTMENTS } from '../world/departments.ts';
import type { Scenario } from './options.ts';

/**
 * Prices and promotions of a chain. As in life they follow what is expected to sell: the season, holidays and the
 * suppliers' slots; deep ones are featured and displayed more often, so that price, feature and display go together
 * (van Heerde, Leeflang & Wittink 2004). A model that takes them for random finds too much.
 */
export interface Promotion {
  id: string;
  product: number;
  week: number;
  depth: number;
  feature: boolean;
  display: boolean;
}

export interface PricePlan {
  promotions: Promotion[];
  /** By week and product: shelf price, and flags 1 promotion, 2 feature, 4 display. */
  prices: Float64Array[];
  flags: Uint8Array[];
}

const SLOT_WEEKS = 5;
/** Share of products on promotion in a mean week. About a fifth of grocery sales are on promotion (IRI panels). */
const BASE_RATE = 0.045;
/** Weeks with a holiday are promoted more, whatever the season. */
const FESTIVE = 1.4;
const DEPTHS = [0.15, 0.2, 0.25, 0.33] as const;

export function planPrices(catalogue: Catalogue, days: readonly Day[], random: Stream, scenario: Scenario): PricePlan {
  const weeks = Math.ceil(days.length / 7) + 1;
  const plan: PricePlan = { promotions: [], prices: [], flags: [] };
  const usual = Float64Array.from(catalogue.products, (p) => p.price);
  for (let week = 0; week < weeks; week++) {
    const day = days[Math.min(days.length - 1, week * 7)];
    driftPrices(catalogue, usual, day, random.sub('price', week));
    const prices = Float64Array.from(usual);
    const flags = new Uint8Array(prices.length);
    plan.prices.push(prices);
    plan.flags.push(flags);
    const rate = BASE_RATE * (days.slice(week * 7, week * 7 + 7).some(({ holiday }) => holiday) ? FESTIVE : 1);
    for (const promotion of planWeek(catalogue, { week, day, rate }, random.sub('promotion', week), scenario)) {
      plan.promotions.push(promotion);
      prices[promotion.product] = cents(prices[promotion.product] * (1 - promotion.depth));
      flags[promotion.product] = 1 + (promotion.feature ? 2 : 0) + (promotion.display ? 4 : 0);
    }
  }
  applyFactors(plan, catalogue, days, scenario);
  return plan;
}

/** A list price moves some times a year, upwards rather where the season makes its category wanted. */
function driftPrices({ products }: Catalogue, usual: Float64Array, day: Day, random: Stream): void {
  for (const p of products) {
    if (random.at(p.index) > 0.03) continue;
    const wanted = log(expected(p, day));
    const up = random.at(p.index, 1) < 0.55 + wanted ? 1 : -1;
    usual[p.index] = cents(Math.max(0.19, usual[p.index] * (1 + up * (0.02 + 0.06 * random.at(p.index, 2)))));
  }
}

/** How much a product is expected to sell at that time of the year, 1 on average. */
const expected = ({ department }: Product, day: Day): number => {
  const d = DEPARTMENTS[department];
  return seasonal(day.season, d.season, d.peakMonth);
};

function planWeek(
  { products }: Catalogue,
  { week, day, rate: usual }: { week: number; day: Day; rate: number },
  random: Stream,
  scenario: Scenario,
): Promotion[] {
  if (scenario.promotions === 'none') return [];
  const change = scenario.promotions ?? {};
  const dropped = new Set(change.drop);
  const found: Promotion[] = [];
  for (const p of products) {
    const slot = (week + p.supplier) % SLOT_WEEKS === 0 ? 2.5 : 0.6;
    const rate = usual * slot * exp(1.5 * (expected(p, day) - 1) + 0.25 * p.appeal);
    if (random.at(p.index, 10) >= rate) continue;
    const depth = DEPTHS[Math.floor(random.at(p.index, 11) * DEPTHS.length)];
    const feature = random.at(p.index, 12) < 0.15 + 1.6 * depth;
    const display = random.at(p.index, 13) < (feature ? 0.5 : 0.12);
    found.push({ id: `w${week}-${p.sku}`, product: p.index, week, depth, feature, display });
  }
  const skus = new Map(products.map((p) => [p.sku, p.index]));
  const added = (change.add ?? []).flatMap((a) => {
    const product = skus.get(a.sku);
    if (a.week !== week || product === undefined) return [];
    const { depth, feature = false, display = false } = a;
    return [{ id: `w${week}-${a.sku}`, product, week, depth, feature, display }];
  });
  const kept = found.filter((p) => !dropped.has(p.id) && !added.some((a) => a.product === p.product));
  return [...kept, ...added];
}

/** A price rule of a scenario, on the days from `from` up to and with `to`. Prices hold for whole weeks. */
function applyFactors(plan: PricePlan, catalogue: Catalogue, days: readonly Day[], scenario: Scenario): void {
  for (const rule of scenario.prices ?? []) {
    const hit = selector(catalogue, rule);
    for (let week = 0; week < plan.prices.length; week++) {
      const date = days[Math.min(days.length - 1, week * 7)].date;
      if ((rule.from && date < rule.from) || (rule.to && date > rule.to)) continue;
      for (const p of catalogue.products) {
        if (hit(p)) plan.prices[week][p.index] = cents(plan.prices[week][p.index] * rule.factor);
      }
    }
  }
}

/** Whether a product is meant by a scenario's rule. */
export function selector(
  { categories }: Catalogue,
  rule: { sku?: string; category?: string; department?: string },
): (p: Product) => boolean {
  return (p) =>
    (rule.sku === undefined || p.sku === rule.sku) &&
    (rule.category === undefined || categories[p.category].name === rule.category) &&
    (rule.department === undefined || DEPARTMENTS[p.department].id === rule.department);
}

const cents = (price: number): number => Math.max(0.01, Math.round(price * 100) / 100);
