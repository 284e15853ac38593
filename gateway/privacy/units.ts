import type { Traffic } from '../../models/contract/api/traffic.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { Bucket } from '../figures/buckets.ts';
import { entryLines } from '../figures/entries.ts';
import { unitsOf } from '../figures/traffic-figures.ts';
import type { Store, TrafficSum } from '../store/store.ts';
import { pieces, type Rest } from '../turns.ts';
import { bySlot } from './by-slot.ts';
import { daysOf, type GridDay, QUARTER_MS } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import type { LatticeRange } from './zone-lattices.ts';

export interface Units {
  units: Traffic['points'][number]['units'];
  protection?: { units: 'suppressed' | 'withheld' };
}

/**
 * Buying units say who came together, which the doors do not: with k above 1 they are published where k units or more and
 * k people more than units went each way, or none, within the blocks of the line's crossings; those of doors are exempt.
 */
export class UnitLattices {
  readonly days: readonly GridDay[];
  readonly #k: number;
  readonly #lines: Map<string, { sums: Map<number, TrafficSum>; crossings?: Lattice; made?: Lattice }>;

  /** `sums`: crossings by line and quarter. */
  constructor(days: readonly GridDay[], sums: ReadonlyMap<string, Map<number, TrafficSum>>, k: number) {
    this.days = days;
    this.#k = k;
    this.#lines = new Map([...sums].map(([line, own]) => [line, { sums: own }]));
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

  /** What is published of a line's quarters in a span; a border inside of one leaves it out. */
  over(line: string, span: Bucket): { sum: TrafficSum | undefined; withheld: boolean } {
    const own = this.#lines.get(line);
    if (!own) return { sum: undefined, withheld: false };
    own.made ??= this.#make(own);
    const whole = {
      startMs: Math.ceil(span.startMs / QUARTER_MS) * QUARTER_MS,
      endMs: Math.floor(span.endMs / QUARTER_MS) * QUARTER_MS,
    };
    if (whole.endMs <= whole.startMs) return { sum: undefined, withheld: true };
    const { slots, withheld } = own.made.published(whole.startMs, whole.endMs);
    const cut = whole.startMs > span.startMs || whole.endMs < span.endMs;
    return { sum: addPublished(own.sums, whole, slots).sum, withheld: withheld || cut };
  }

  /** Units of these lines together. */
  units(lines: readonly string[], span: Bucket): Units {
    const all = lines.map((line) => this.over(line, span));
    const units = unitsOf(all.flatMap(({ sum }) => (sum ? [sum] : [])));
    if (!all.some(({ withheld }) => withheld)) return { units };
    const known = units !== null && units.in + units.out > 0;
    return { units: known ? units : null, protection: { units: known ? 'withheld' : 'suppressed' } };
  }

  #make({ sums, crossings }: { sums: Map<number, TrafficSum>; crossings?: Lattice }): Lattice {
    const within = crossings ?? new Lattice(this.days, new Map(), this.#k);
    return new Lattice(this.days, countsOf(sums, unitCounts), this.#k, { within });
  }
}

function unitCounts(sum: TrafficSum): Counts {
  const [unitsIn, unitsOut] = [sum.unitsIn ?? 0, sum.unitsOut ?? 0];
  return [unitsIn + unitsOut, unitsIn, unitsOut, sum.in - unitsIn, sum.out - unitsOut];
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
        const { sum } = lattices.over(line, span);
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
