import { type Counts, type DayParts, protectDay } from '../../models/privacy/partition.ts';
import { finish, type Work } from '../turns.ts';
import type { GridDay } from './grid.ts';

/** What of a span is published: the quarters to add up, and whether that leaves anything out. */
export interface Published {
  slots: ReadonlySet<number>;
  /** How many quarters the span has. */
  wanted: number;
  /** Something of the span is withheld, or not over yet: the sum of `slots` is a lower bound. */
  withheld: boolean;
}

/** Counts by the start of the quarter; those without any are zero. */
export type CountsBySlot = Pick<ReadonlyMap<number, Counts>, 'get' | 'has'>;

/** Counts of sums, made when they are looked at. */
export const countsOf = <S>(sums: ReadonlyMap<number, S> | undefined, of: (sum: S) => Counts): CountsBySlot => ({
  has: (slot) => sums?.has(slot) ?? false,
  get: (slot) => {
    const sum = sums?.get(slot);
    return sum && of(sum);
  },
});

/**
 * What may be published of one place, day by day. Made of whole store-days and of nothing that is asked for, so that
 * everybody who asks, whatever for, gets sums of the same blocks.
 */
export class Lattice {
  readonly #days: readonly GridDay[];
  readonly #counts: CountsBySlot;
  readonly #k: number;
  readonly #within: Lattice | undefined;
  readonly #complementary: boolean;
  /** Made when they are first asked for: a year's lattice takes long. */
  readonly #made: DayParts[] = [];

  /**
   * `within`: the lattice of the whole that these are a
   * part of. Without `complementary` it leaks: for tests.
   */
  constructor(
    days: readonly GridDay[],
    counts: CountsBySlot,
    k: number,
    { within, complementary = true }: { within?: Lattice; complementary?: boolean } = {},
  ) {
    this.#days = days;
    this.#counts = counts;
    this.#k = k;
    this.#within = within;
    this.#complementary = complementary;
  }

  #parts(d: number): DayParts {
    this.#made[d] ??= this.#protect(this.#days[d], this.#within ? this.#within.#parts(d) : undefined);
    return this.#made[d];
  }

  #protect(day: GridDay, within: DayParts | undefined): DayParts {
    const counts = this.#counts;
    const some = day.hours.flatMap((hour) => hour.quarters).find(({ startMs }) => counts.has(startMs));
    const nothing: Counts = (some && counts.get(some.startMs)?.map(() => 0)) ?? [0];
    const over = day.hours.filter((hour) => hour.over);
    const cells = over.map((hour) => hour.quarters.map(({ startMs }) => counts.get(startMs) ?? nothing));
    // An hour that is left out (by a note, say) must not be told by what the day's rest is without it.
    const seen = day.hours.every((hour) => hour.quarters.some(({ startMs }) => counts.has(startMs)));
    return protectDay(cells, this.#k, day.over && seen, this.#complementary, within);
  }

  /** The blocks that lie in a span of whole quarters. */
  published(fromMs: number, toMs: number): Published {
    return finish(this.publishing(fromMs, toMs));
  }

  /** The same, day by day. */
  *publishing(fromMs: number, toMs: number): Work<Published> {
    const slots = new Set<number>();
    let wanted = 0;
    for (let d = this.#firstDay(fromMs); d < this.#days.length && this.#days[d].startMs < toMs; d++) {
      const day = this.#days[d];
      const parts = this.#parts(d);
      const wholeDay = fromMs <= day.startMs && day.endMs <= toMs;
      for (const [h, hour] of day.hours.entries()) {
        if (hour.startMs >= toMs || hour.endMs <= fromMs) continue;
        const wholeHour = fromMs <= hour.startMs && hour.endMs <= toMs;
        const part = parts.hours[h];
        for (const [q, { startMs }] of hour.quarters.entries()) {
          if (startMs < fromMs || startMs >= toMs) continue;
          wanted++;
          const inRest = !part?.whole && parts.rest && wholeDay;
          if (part?.quarters[q] || (part?.whole && wholeHour) || inRest) slots.add(startMs);
        }
      }
      yield;
    }
    return { slots, wanted, withheld: slots.size < wanted };
  }

  /** The published blocks of an hour and more that lie in a span: the quarters of each, an hour's or a day's rest's. */
  *coarse(fromMs: number, toMs: number): Generator<number[]> {
    for (let d = this.#firstDay(fromMs); d < this.#days.length && this.#days[d].startMs < toMs; d++) {
      const day = this.#days[d];
      const { hours, rest } = this.#parts(d);
      const left: number[] = [];
      for (const [h, hour] of day.hours.entries()) {
        const slots = hour.quarters.map(({ startMs }) => startMs);
        if (!hours[h]?.whole) left.push(...slots);
        else if (fromMs <= hour.startMs && hour.endMs <= toMs) yield slots;
      }
      if (rest && fromMs <= day.startMs && day.endMs <= toMs) yield left;
    }
  }

  /** Whether these quarters are an hour whose whole is published. */
  isWhole([first]: readonly number[]): boolean {
    const d = this.#firstDay(first);
    const h = this.#days[d]?.hours.findIndex(({ endMs }) => first < endMs) ?? -1;
    return h >= 0 && this.#parts(d).hours[h]?.whole === true;
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
