import { Simulation, type SimulationOptions } from '../simulation.ts';
import type { Promotion } from './promotions.ts';

/** Units sold by week and product. */
export class WeeklySales {
  readonly weeks: Int32Array[] = [];
  private readonly products: number;

  constructor(products: number) {
    this.products = products;
  }

  add(dayIndex: number, sold: Int32Array): void {
    const week = Math.floor(dayIndex / 7);
    while (this.weeks.length <= week) this.weeks.push(new Int32Array(this.products));
    const at = this.weeks[week];
    for (let p = 0; p < sold.length; p++) at[p] += sold[p];
  }
}

/** Units that the same store, with the same people, sells without any promotion. */
export function salesWithoutPromotions(options: SimulationOptions): WeeklySales {
  const twin = new Simulation({ ...options, scenario: { ...options.scenario, promotions: 'none' } });
  const sales = new WeeklySales(twin.world.catalogue.products.length);
  const ignore = () => undefined;
  const shop = twin.open({
    dayBegan: ignore,
    visited: ignore,
    sold: ignore,
    reached: ignore,
    dayEnded: (day, ledger) => sales.add(day.index, ledger.sold),
  });
  for (const day of twin.calendar) shop.runDay(day);
  return sales;
}

/** What all of the calendar's promotions together did, as it shows in one of them; units with less units without. */
export interface PromotionEffect {
  /** Of the product in its week, and in the two weeks after (those that the run has). */
  own: number;
  after: (number | null)[];
  without: number;
  /** Of the other products of its category in that week, and their units without promotions. */
  category: number;
  categoryWithout: number;
}

export function effectOf(
  { product, week }: Promotion,
  others: readonly number[],
  sales: { real: WeeklySales; without: WeeklySales },
): PromotionEffect {
  const units = (s: WeeklySales, w: number, p: number) => s.weeks[w]?.[p] ?? 0;
  const gain = (w: number, p: number) => units(sales.real, w, p) - units(sales.without, w, p);
  const rest = others.filter((p) => p !== product);
  return {
    own: gain(week, product),
    without: units(sales.without, week, product),
    after: [1, 2].map((later) => (week + later < sales.real.weeks.length ? gain(week + later, product) : null)),
    category: rest.reduce((sum, p) => sum + gain(week, p), 0),
    categoryWithout: rest.reduce((sum, p) => sum + units(sales.without, week, p), 0),
  };
}
