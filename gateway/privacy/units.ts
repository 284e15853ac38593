import type { Traffic } from '../../models/contract/api/traffic.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { Bucket } from '../figures/buckets.ts';
import { entryLines } from '../figures/entries.ts';
import { unitsOf } from '../figures/traffic-figures.ts';
import type { Store, TrafficSum } from '../store/store.ts';
import { finish, pieces, type Rest, type Work } from '../turns.ts';
import { bySlot } from './by-slot.ts';
import { daysOf, type GridDay, QUARTER_MS } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';
import { addingPublished } from './published-sums.ts';
import type { LatticeRange } from './zone-lattices.ts';

type Withheld = 'suppressed' | 'withheld';

export interface Units {
  units: Traffic['points'][number]['units'];
  protection?: { unitsIn?: Withheld; unitsOut?: Withheld };
}

const WAYS = {
  in: { units: 'unitsIn', crossings: 'in' },
  out: { units: 'unitsOut', crossings: 'out' },
} as const;
type Way = keyof typeof WAYS;

/**
 * With as many units as an hour has quarters each of them would have one, so fewer than five are told nowhere: that
 * somebody came in a quarter is told by its crossings.
 */
const LEAST_UNITS = 5;

interface LineUnits {
  sums: Map<number, TrafficSum>;
  crossings?: Lattice;
  made: Partial<Record<Way, Lattice>>;
}

/**
 * Buying units say who came together, which the doors do not: with k above 1 they are published, each way for itself,
 * where k units or more went and k people more than units, within the blocks of the line's crossings; those of doors are
 * exempt, which is why a block in which everybody came alone is not published: its units would be known quarter by quarter.
 */
export class UnitLattices {
  readonly days: readonly GridDay[];
  readonly #k: number;
  readonly #lines: Map<string, LineUnits>;

  /** `sums`: crossings by line and quarter. */
  constructor(days: readonly GridDay[], sums: ReadonlyMap<string, Map<number, TrafficSum>>, k: number) {
    this.days = days;
    this.#k = Math.max(LEAST_UNITS, k);
    this.#lines = new Map([...sums].map(([line, own]) => [line, { sums: own, made: {} }]));
  }

  /** A line's crossings by quarter. */
  of(line: string): ReadonlyMap<number, TrafficSum> {
    return this.#lines.get(line)?.sums ?? new Map();
  }

  /** Lets a line's units be published within the blocks of its crossings; without it within all. */
  within(line: string, crossings: Lattice): void {
    const own = this.#lines.get(line);
    if (own) own.crossings = crossings;
  }

  /** What is published of a line's quarters in a span, one way; a border inside of a quarter leaves it out. */
  *over(line: string, way: Way, span: Bucket): Work<{ sum: TrafficSum | undefined; withheld: boolean }> {
    const own = this.#lines.get(line);
    if (!own) return { sum: undefined, withheld: false };
    own.made[way] ??= this.#make(own, way);
    const whole = {
      startMs: Math.ceil(span.startMs / QUARTER_MS) * QUARTER_MS,
      endMs: Math.floor(span.endMs / QUARTER_MS) * QUARTER_MS,
    };
    if (whole.endMs <= whole.startMs) return { sum: undefined, withheld: true };
    const { slots, withheld } = yield* own.made[way].publishing(whole.startMs, whole.endMs);
    const cut = whole.startMs > span.startMs || whole.endMs < span.endMs;
    const { sum } = yield* addingPublished(own.sums, whole, slots);
    return { sum, withheld: withheld || cut };
  }

  /** Units of these lines together. */
  *units(lines: readonly string[], span: Bucket): Work<Units> {
    const [into, out] = [yield* this.#way(lines, 'in', span), yield* this.#way(lines, 'out', span)];
    const units = into.n === null && out.n === null ? null : { in: into.n, out: out.n };
    if (!into.withheld && !out.withheld) return { units };
    const mark = ({ n }: { n: number | null }): Withheld => (n === null ? 'suppressed' : 'withheld');
    const unitsIn = into.withheld ? { unitsIn: mark(into) } : {};
    return { units, protection: { ...unitsIn, ...(out.withheld ? { unitsOut: mark(out) } : {}) } };
  }

  *#way(lines: readonly string[], way: Way, span: Bucket): Work<{ n: number | null; withheld: boolean }> {
    const all: { sum: TrafficSum | undefined; withheld: boolean }[] = [];
    for (const line of lines) all.push(yield* this.over(line, way, span));
    const n = unitsOf(all.flatMap(({ sum }) => (sum ? [sum] : [])))?.[way] ?? null;
    const withheld = all.some((one) => one.withheld);
    return { n: n === 0 && withheld ? null : n, withheld };
  }

  #make({ sums, crossings }: LineUnits, way: Way): Lattice {
    const within = crossings ?? new Lattice(this.days, new Map(), this.#k);
    const { units, crossings: people } = WAYS[way];
    const counts = (sum: TrafficSum): Counts => {
      const own = sum[units] ?? 0;
      // Of one who came alone the crossings tell that it was one unit.
      return [sum[people] - own, sum[people] === 1 ? 0 : own];
    };
    return new Lattice(this.days, countsOf(sums, counts), this.#k, { within });
  }
}

/** The units of whole days that a range touches; undefined where single visits are published. */
export async function unitLattices(
  store: Store,
  range: LatticeRange,
  rest: Rest = pieces(),
): Promise<UnitLattices | undefined> {
  const { site } = range.site;
  const k = threshold(site.privacy.k);
  if (k === 1) return undefined;
  const days = daysOf(range.fromMs, range.toMs, site, range.nowMs);
  const span = { fromMs: days[0].startMs, toMs: days[days.length - 1].endMs };
  const query = { store: range.store, ...span, grainMs: QUARTER_MS, settled: true };
  const sums = await bySlot(query, store.traffic, ({ line }) => line, rest);
  return new UnitLattices(days, sums, k);
}

/**
 * Crossings with their units inwards as they may be told slot by slot: entries, which are exempt, × units per entry of the
 * hour, or of all hours there where its own are not published. Null where none are; as they are with k 1.
 */
export async function shareUnits(
  store: Store,
  range: LatticeRange,
  sums: readonly TrafficSum[],
): Promise<readonly TrafficSum[]> {
  const lattices = sums.length > 0 ? await unitLattices(store, range) : undefined;
  if (!lattices) return sums;
  const { site } = range.site;
  const hours = lattices.days.flatMap((day) => day.hours);
  const shares = new Map(
    entryLines(site).map((line) => {
      const share = (span: Bucket) => {
        const { sum } = finish(lattices.over(line, 'in', span));
        return sum && sum.in > 0 && sum.unitsIn !== null ? sum.unitsIn / sum.in : undefined;
      };
      const all = share({ startMs: lattices.days[0].startMs, endMs: hours[hours.length - 1].endMs });
      return [line, { of: new Map<number, number | undefined>(), share, all }] as const;
    }),
  );
  let h = 0;
  return sums.map((sum) => {
    const own = shares.get(sum.line);
    if (!own) return { ...sum, unitsIn: null, unitsOut: null };
    if (sum.slot < hours[h].startMs) h = 0;
    while (h < hours.length - 1 && hours[h].endMs <= sum.slot) h++;
    if (!own.of.has(h)) own.of.set(h, own.share(hours[h]) ?? own.all);
    const share = own.of.get(h);
    return { ...sum, unitsIn: share === undefined ? null : sum.in * share, unitsOut: null };
  });
}
