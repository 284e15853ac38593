import { threshold } from '../../models/privacy/partition.ts';
import { type Bucket, bucketIndex } from '../figures/buckets.ts';
import { entryLines } from '../figures/entries.ts';
import type { Store, TrafficSum } from '../store/store.ts';
import { pieces, type Rest, type Work } from '../turns.ts';
import { daysOf, type GridDay } from './grid.ts';
import { keptByDay } from './kept-days.ts';
import { type LineUnits, type ToldUnits, type UnitLattices, unitLattices, type Way } from './units.ts';
import type { LatticeRange } from './zone-lattices.ts';

/** Units of one way of a door in a day and in each of its hours, as far as they are published. */
interface ToldDay extends ToldUnits {
  hours: ToldUnits[];
}
type KeptUnits = Record<string, Record<Way, ToldDay>>;
interface UnitDay extends GridDay {
  told: KeptUnits;
}

/** To be changed with what a kept day holds, or with the rule that it is made by. */
const FORMAT = 1;

/**
 * The units of a store's doors over days, k above 1: their blocks are no longer than a day, so those of a year are those of
 * its days, which are kept. `LineUnits` of whole hours; of less nothing is told.
 */
export class UnitDays implements LineUnits {
  readonly #days: readonly UnitDay[];

  constructor(days: readonly UnitDay[]) {
    this.#days = days;
  }

  over(line: string, way: Way, span: Bucket): ToldUnits {
    const sum = nothingTold();
    for (
      let d = bucketIndex(this.#days, span.startMs);
      d < this.#days.length && this.#days[d].startMs < span.endMs;
      d++
    ) {
      const day = this.#days[d];
      const told = day.told[line]?.[way];
      if (!told) continue;
      const isWhole = span.startMs <= day.startMs && day.endMs <= span.endMs;
      for (const [h, hour] of (isWhole ? [day] : day.hours).entries()) {
        if (hour.startMs >= span.endMs || hour.endMs <= span.startMs) continue;
        const cut = hour.startMs < span.startMs || hour.endMs > span.endMs;
        addTold(sum, cut ? { units: null, crossings: 0, withheld: true } : isWhole ? told : told.hours[h]);
      }
    }
    return sum;
  }

  /**
   * Crossings with their units inwards as they may be told slot by slot: entries, which are exempt, × units per entry of
   * the hour, or of the day where its own are not published. Null where neither is.
   */
  share(lines: readonly string[], sums: readonly TrafficSum[]): TrafficSum[] {
    const known = new Map<Bucket, Map<string, number | undefined>>();
    const shareOf = (line: string, day: UnitDay, hour: Bucket): number | undefined => {
      const shares = known.get(hour) ?? new Map<string, number | undefined>();
      known.set(hour, shares);
      if (!shares.has(line)) {
        const own = [this.over(line, 'in', hour), this.over(line, 'in', day)].find(
          (it) => it.crossings > 0 && it.units !== null,
        );
        shares.set(line, own && own.units! / own.crossings);
      }
      return shares.get(line);
    };
    return sums.map((sum) => {
      const day = this.#days[bucketIndex(this.#days, sum.slot)];
      const share = lines.includes(sum.line)
        ? shareOf(sum.line, day, day.hours[bucketIndex(day.hours, sum.slot)])
        : undefined;
      return { ...sum, unitsIn: share === undefined ? null : sum.in * share, unitsOut: null };
    });
  }
}

/** The units of a line over a span that may be long, day by day. */
export function* unitsByDay(lattices: UnitLattices, line: string, span: Bucket): Work<LineUnits> {
  const told = { in: nothingTold(), out: nothingTold() };
  for (const day of lattices.days) {
    const part = { startMs: Math.max(day.startMs, span.startMs), endMs: Math.min(day.endMs, span.endMs) };
    if (part.startMs >= part.endMs) continue;
    for (const way of ['in', 'out'] as const) addTold(told[way], lattices.over(line, way, part));
    yield;
  }
  return { over: (_, way) => told[way] };
}

const nothingTold = (): ToldUnits => ({ units: null, crossings: 0, withheld: false });

function addTold(sum: ToldUnits, one: ToldUnits): void {
  if (one.units !== null) sum.units = (sum.units ?? 0) + one.units;
  sum.crossings += one.crossings;
  sum.withheld ||= one.withheld;
}

/** Undefined where single visits are published. */
export async function unitDays(
  store: Store,
  range: LatticeRange,
  rest: Rest = pieces(),
): Promise<UnitDays | undefined> {
  const { site } = range.site;
  if (threshold(site.privacy.k) === 1) return undefined;
  const lines = entryLines(site);
  const make = async (day: Bucket): Promise<KeptUnits> => {
    const lattices = await unitLattices(store, { ...range, fromMs: day.startMs, toMs: day.endMs });
    const [grid] = daysOf(day.startMs, day.endMs, site, range.nowMs);
    return Object.fromEntries(lines.map((line) => [line, toldOf(lattices!, line, grid)]));
  };
  const basis = [FORMAT, site.privacy.k, ...lines].join(' ');
  const days = daysOf(range.fromMs, range.toMs, site, range.nowMs);
  const told = await keptByDay(store, range, days, { kind: 'units', basis: () => basis, make }, rest);
  return new UnitDays(days.map((day) => ({ ...day, told: told.get(day.startMs)! })));
}

const toldOf = (lattices: UnitLattices, line: string, day: GridDay): Record<Way, ToldDay> => {
  const of = (way: Way): ToldDay => ({
    ...lattices.over(line, way, day),
    hours: day.hours.map((hour) => lattices.over(line, way, hour)),
  });
  return { in: of('in'), out: of('out') };
};
