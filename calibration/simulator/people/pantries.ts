import { log } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { Catalogue, Category } from '../world/catalogue.ts';

/** What households have at home, by category, in units; eaten up from week to week. */
export class Pantries {
  readonly count: number;
  private readonly units: Float32Array;
  private readonly seenDay: Int32Array;
  private readonly tastes: Stream;
  private readonly rates: Float32Array;
  private readonly categories: number;

  constructor(random: Stream, count: number, { categories }: Catalogue) {
    this.count = count;
    this.categories = categories.length;
    this.units = new Float32Array(count * categories.length);
    this.seenDay = new Int32Array(count);
    this.tastes = random.sub('taste');
    const eats = random.sub('eats');
    this.rates = new Float32Array(count * categories.length);
    const start = random.sub('start');
    for (let h = 0; h < count; h++) {
      for (const { index: c, needAWeek } of categories) {
        // Heterogeneity of purchase rates is about exponential (Ehrenberg's NBD has gamma shapes near 1).
        const rate = needAWeek * -log(1 - eats.at(h, c));
        this.rates[h * this.categories + c] = rate;
        this.units[h * this.categories + c] = start.at(h, c) * 1.2;
      }
    }
  }

  /** A household comes: what it has eaten since it was here last is gone. */
  visit(household: number, day: number): void {
    const weeks = (day - this.seenDay[household]) / 7;
    if (weeks <= 0) return;
    this.seenDay[household] = day;
    const from = household * this.categories;
    for (let i = from; i < from + this.categories; i++) {
      this.units[i] = Math.max(0, this.units[i] - this.rates[i] * weeks);
    }
  }

  /** How much a household wants of a category now: its rate, less while there is some at home. */
  need(household: number, { index }: Category): number {
    const i = household * this.categories + index;
    const have = this.units[i];
    return this.rates[i] * (have < 0.25 ? 2.1 : have < 1 ? 0.9 : have < 2 ? 0.3 : 0.08);
  }

  stock(household: number, category: number, units: number): void {
    this.units[household * this.categories + category] += units;
  }

  /** A household's lasting liking of a product, 0–1. */
  taste(household: number, product: number): number {
    return this.tastes.at(household, product);
  }
}
