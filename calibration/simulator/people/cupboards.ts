import { exp, log } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { Catalogue } from '../world/catalogue.ts';

type Rule = 'habit' | 'price' | 'novelty';

/** Households of behaviour B: each category falls due at its own times, and each household chooses by one rule. */
export class Cupboards {
  readonly count: number;
  private readonly dueDay: Float32Array;
  private readonly everyDays: Float32Array;
  private readonly categories: number;
  private readonly random: Stream;

  constructor(random: Stream, count: number, { categories }: Catalogue) {
    this.count = count;
    this.categories = categories.length;
    this.random = random;
    this.dueDay = new Float32Array(count * categories.length);
    this.everyDays = new Float32Array(count * categories.length);
    for (let h = 0; h < count; h++) {
      const r = random.sub('household', h);
      for (const { index: c, needAWeek } of categories) {
        // Intervals with a heavy tail over households: some never buy a category.
        const every = (7 / needAWeek) * exp(0.9 * gauss(r, c));
        this.everyDays[h * categories.length + c] = every;
        this.dueDay[h * categories.length + c] = every * r.at(c, 2) - 14 * r.at(c, 7);
      }
    }
  }

  /** Categories whose time has come, give or take; `pull` brings a purchase forward or puts it off. */
  due(household: number, day: number, pull: (category: number) => number): number[] {
    const found: number[] = [];
    const luck = this.random.sub('due', household, day);
    for (let c = 0; c < this.categories; c++) {
      const i = household * this.categories + c;
      const late = (day - this.dueDay[i]) / this.everyDays[i];
      if (late > 0 && luck.at(c) < 0.24 * pull(c) * (1 + Math.min(1, late))) found.push(c);
    }
    return found;
  }

  bought(household: number, category: number, day: number, units: number): void {
    const i = household * this.categories + category;
    const spread = 0.5 + this.random.sub('next', household, day).at(category);
    this.dueDay[i] = Math.max(day, this.dueDay[i]) + units * this.everyDays[i] * spread;
  }

  /** Shares of segments as in latent-class studies of grocery panels (Kamakura & Russell 1989): habit is the largest. */
  rule(household: number): Rule {
    const luck = this.random.at(household, 3);
    return luck < 0.4 ? 'habit' : luck < 0.65 ? 'price' : 'novelty';
  }

  /** The product that a household is used to. */
  usual(household: number, category: number, among: readonly number[], weight: (p: number) => number): number {
    const r = this.random.sub('usual', household, category);
    let best = among[0];
    let least = Number.POSITIVE_INFINITY;
    // Exponential races: the first to ring wins, in proportion to its weight.
    for (const p of among) {
      const rings = -log(1 - r.at(p)) / weight(p);
      if (rings < least) {
        least = rings;
        best = p;
      }
    }
    return best;
  }
}

/** About a standard normal: twelve uniforms' sum less six would be as good; four do here. */
const gauss = (r: Stream, c: number): number => (r.at(c, 3) + r.at(c, 4) + r.at(c, 5) + r.at(c, 6) - 2) * Math.sqrt(3);
