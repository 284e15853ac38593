import { type Counts, type DayParts, protectDay } from '../../models/privacy/partition.ts';
import type { GridDay } from './grid.ts';

/** What of a span is published: the quarters to add up, and whether that leaves anything out. */
export interface Published {
  slots: ReadonlySet<number>;
  /** Something of the span is withheld, or not over yet: the sum of `slots` is a lower bound. */
  withheld: boolean;
}

/**
 * What may be published of one place, day by day. Made of whole store-days and of nothing that is asked for, so that
 * everybody who asks, whatever for, gets sums of the same blocks.
 */
export class Lattice {
  readonly #days: readonly GridDay[];
  readonly #parts: DayParts[];

  /** `counts` by the start of the quarter; those without any are zero. Without `complementary` it leaks: for tests. */
  constructor(days: readonly GridDay[], counts: ReadonlyMap<number, Counts>, k: number, complementary = true) {
    this.#days = days;
    const nothing: Counts = [...counts.values()][0]?.map(() => 0) ?? [0];
    this.#parts = days.map((day) => {
      const over = day.hours.filter((hour) => hour.over);
      const cells = over.map((hour) => hour.quarters.map(({ startMs }) => counts.get(startMs) ?? nothing));
      // An hour that is left out (by a note, say) must not be told by what the day's rest is without it.
      const seen = day.hours.every((hour) => hour.quarters.some(({ startMs }) => counts.has(startMs)));
      return protectDay(cells, k, day.over && seen, complementary);
    });
  }

  /** The blocks that lie in a span of whole quarters. */
  published(fromMs: number, toMs: number): Published {
    const slots = new Set<number>();
    let wanted = 0;
    for (let d = this.#firstDay(fromMs); d < this.#days.length && this.#days[d].startMs < toMs; d++) {
      const day = this.#days[d];
      const parts = this.#parts[d];
      const wholeDay = fromMs <= day.startMs && day.endMs <= toMs;
      day.hours.forEach((hour, h) => {
        if (hour.startMs >= toMs || hour.endMs <= fromMs) return;
        const wholeHour = fromMs <= hour.startMs && hour.endMs <= toMs;
        const part = parts.hours[h];
        hour.quarters.forEach((quarter, q) => {
          if (quarter.startMs < fromMs || quarter.startMs >= toMs) return;
          wanted++;
          const inRest = !part?.whole && parts.rest && wholeDay;
          if (part?.quarters[q] || (part?.whole && wholeHour) || inRest) slots.add(quarter.startMs);
        });
      });
    }
    return { slots, withheld: slots.size < wanted };
  }

  /** Index of the first day that ends after a moment, by bisection: a year by the hour asks for 8,760 spans. */
  #firstDay(tMs: number): number {
    let [low, high] = [0, this.#days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#days[middle].endMs <= tMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
