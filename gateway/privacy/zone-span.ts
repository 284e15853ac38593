import type { Zone } from '../../models/contract/site.ts';
import type { Bucket } from '../figures/buckets.ts';
import { addSums } from '../figures/series.ts';
import type { ZoneSum } from '../store/store.ts';
import { finish } from '../turns.ts';
import { addPublished } from './published-sums.ts';
import { publishingBins } from './spread.ts';
import type { ZoneLattices } from './zone-lattices.ts';
import { FIRST_BIN, PARTS, type Part } from './zone-parts.ts';

/**
 * What is published of a zone over a span, in sums: those of spans that follow one another add, as long as no block lies
 * in two of them. That is so of whole days, so a year's is that of its days.
 */
export interface ZoneSpan {
  /** Quarters that the span has, and of how many the visits are published. */
  wanted: number;
  shown: number;
  /** Null where nothing was heard. */
  seenS: number | null;
  visits: ZoneSum | null;
  parts: Partial<Record<Part, { shown: number; sum: ZoneSum | null }>>;
  /** Dwell by bin, see `publishingBins`. */
  ended: number[];
  censored: number[];
}

const binsOf = (sum: ZoneSum) => ({ ended: sum.dwellHistogram, censored: sum.censoredHistogram });

/** A span within a day. */
export function zoneSpan(zone: Zone, lattices: ZoneLattices, { startMs, endMs }: Bucket): ZoneSpan {
  const span = { startMs, endMs };
  const sums = lattices.zones.get(zone.id);
  const whole = lattices.of(zone.id);
  const own = lattices.partsOf(zone);
  const { slots, wanted } = whole.published(startMs, endMs);
  const { sum, seenS = null } = addPublished(sums, span, slots);
  const parts: ZoneSpan['parts'] = {};
  for (const { part } of PARTS) {
    const blocks = own.get(part)?.published(startMs, endMs).slots;
    if (blocks) parts[part] = { shown: blocks.size, sum: addPublished(sums, span, blocks).sum ?? null };
  }
  const about = { whole, split: own.get('ended'), k: lattices.k };
  const { ended, censored } = finish(publishingBins(sums ?? new Map(), span, about, { binsOf, first: FIRST_BIN }));
  return { wanted, shown: slots.size, seenS, visits: sum ?? null, parts, ended: [...ended], censored: [...censored] };
}

/** Two spans as one; neither is changed. */
export function addSpans(a: ZoneSpan | undefined, b: ZoneSpan): ZoneSpan {
  if (!a) return b;
  const parts: ZoneSpan['parts'] = {};
  for (const { part } of PARTS) {
    const [own, other] = [a.parts[part], b.parts[part]];
    if (own && other) parts[part] = { shown: own.shown + other.shown, sum: plus(own.sum, other.sum) };
  }
  return {
    wanted: a.wanted + b.wanted,
    shown: a.shown + b.shown,
    seenS: a.seenS === null && b.seenS === null ? null : (a.seenS ?? 0) + (b.seenS ?? 0),
    visits: plus(a.visits, b.visits),
    parts,
    ended: a.ended.map((n, bin) => n + b.ended[bin]),
    censored: a.censored.map((n, bin) => n + b.censored[bin]),
  };
}

const plus = (a: ZoneSum | null, b: ZoneSum | null): ZoneSum | null => (b === null ? a : addSums(a ?? undefined, b));
