import type { Traffic } from '../../models/contract/api/traffic.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { Bucket } from '../figures/buckets.ts';
import { unitsOf } from '../figures/traffic-figures.ts';
import { atLeast } from '../figures/zone-figures.ts';
import type { Store, TrafficSum } from '../store/store.ts';
import { pieces, type Rest } from '../turns.ts';
import { bySlot } from './by-slot.ts';
import { daysOf, type GridDay, QUARTER_MS } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import type { LatticeRange } from './zone-lattices.ts';

type Withheld = 'suppressed' | 'withheld';

export interface Units {
  units: Traffic['points'][number]['units'];
  protection?: { unitsIn?: Withheld; unitsOut?: Withheld };
}

/** What is told of a line, one way, over a span: units, and the crossings of the same blocks. */
export interface ToldUnits {
  /** Null where none were counted, or none may be told. */
  units: number | null;
  crossings: number;
  /** Something of the span is not in them. */
  withheld: boolean;
}
export interface LineUnits {
  /** Over the blocks in a span; a border inside of a block leaves it out. */
  over(line: string, way: Way, span: Bucket): ToldUnits;
}

const WAYS = {
  in: { units: 'unitsIn', crossings: 'in' },
  out: { units: 'unitsOut', crossings: 'out' },
} as const;
export type Way = keyof typeof WAYS;

/**
 * With as many units as an hour has quarters each of them would have one, so fewer than five are told nowhere: that
 * somebody came in a quarter is told by its crossings.
 */
const LEAST_UNITS = 5;

interface Line {
  sums: Map<number, TrafficSum>;
  crossings?: Lattice;
  made: Partial<Record<Way, Lattice>>;
}

/**
 * Buying units say who came together, which the doors do not: with k above 1 they are published, each way for itself,
 * where k units or more went and k people more than units, within the blocks of the line's crossings; those of doors are
 * exempt, which is why a block in which everybody came alone is not published: its units would be known quarter by quarter.
 */
export class UnitLattices implements LineUnits {
  readonly days: readonly GridDay[];
  readonly #k: number;
  readonly #lines: Map<string, Line>;

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

  over(line: string, way: Way, span: Bucket): ToldUnits {
    const own = this.#lines.get(line);
    if (!own) return { units: null, crossings: 0, withheld: false };
    own.made[way] ??= this.#make(own, way);
    const whole = {
      startMs: Math.ceil(span.startMs / QUARTER_MS) * QUARTER_MS,
      endMs: Math.floor(span.endMs / QUARTER_MS) * QUARTER_MS,
    };
    if (whole.endMs <= whole.startMs) return { units: null, crossings: 0, withheld: true };
    const { slots, withheld } = own.made[way].published(whole.startMs, whole.endMs);
    const cut = whole.startMs > span.startMs || whole.endMs < span.endMs;
    const { sum } = addPublished(own.sums, whole, slots);
    const units = (sum && unitsOf([sum])?.[way]) ?? null;
    return { units, crossings: sum?.[WAYS[way].crossings] ?? 0, withheld: withheld || cut };
  }

  #make({ sums, crossings }: Line, way: Way): Lattice {
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

/** Units of some lines together. */
export function unitsOver(source: LineUnits, lines: readonly string[], span: Bucket): Units {
  const wayOf = (way: Way) => {
    const all = lines.map((line) => source.over(line, way, span));
    const withheld = all.some((one) => one.withheld);
    const told = all.flatMap(({ units }) => (units === null ? [] : [units]));
    const n = told.length === 0 ? null : told.reduce((sum, units) => sum + units, 0);
    return { n: atLeast(n, withheld), withheld };
  };
  const [into, out] = [wayOf('in'), wayOf('out')];
  const units = into.n === null && out.n === null ? null : { in: into.n, out: out.n };
  if (!into.withheld && !out.withheld) return { units };
  const mark = ({ n }: { n: number | null }): Withheld => (n === null ? 'suppressed' : 'withheld');
  const unitsIn = into.withheld ? { unitsIn: mark(into) } : {};
  return { units, protection: { ...unitsIn, ...(out.withheld ? { unitsOut: mark(out) } : {}) } };
}
