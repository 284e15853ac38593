import type { Zone } from '../../models/contract/site.ts';
import type { Bucket } from '../figures/buckets.ts';
import { addSums } from '../figures/series.ts';
import type { QueueSum } from '../store/store.ts';
import { finish } from '../turns.ts';
import type { Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import { type Bins, publishingBins } from './spread.ts';
import { waitedBins } from './waits.ts';
import type { ZoneLattices } from './zone-lattices.ts';

/**
 * What is published of a queue over a span, in sums: those of spans that follow one another add, as long as no block lies
 * in two of them, which is so of whole days.
 */
export interface QueueSpan {
  /** Quarters that the span has, and of how many who waited is published, and how the waits ended. */
  wanted: number;
  shown: number;
  known: number;
  waits: QueueSum | undefined;
  ends: QueueSum | undefined;
  /** By their length, see `publishingBins`. */
  waited: Bins;
  served: Bins;
}

/** A span within a day; `split`: how waits ended. */
export function queueSpan(zone: Zone, lattices: ZoneLattices, split: Lattice, span: Bucket): QueueSpan {
  const whole = lattices.of(zone.id);
  const sums = lattices.queues.get(zone.id) ?? new Map<number, QueueSum>();
  const { slots, wanted } = whole.published(span.startMs, span.endMs);
  const { slots: known } = split.published(span.startMs, span.endMs);
  const about = { whole, k: lattices.k };
  const binsOf = (it: QueueSum) => ({ ended: it.serviceHistogram, censored: [] });
  return {
    ...{ wanted, shown: slots.size, known: known.size },
    waits: addPublished(sums, span, slots).sum,
    ends: addPublished(sums, span, known).sum,
    waited: finish(waitedBins(sums, span, { ...about, split })),
    served: finish(publishingBins(sums, span, about, { binsOf, first: 0 })),
  };
}

/** Two spans as one; neither is changed. */
export function addQueueSpans(a: QueueSpan | undefined, b: QueueSpan): QueueSpan {
  if (!a) return b;
  return {
    wanted: a.wanted + b.wanted,
    shown: a.shown + b.shown,
    known: a.known + b.known,
    waits: b.waits ? addSums(a.waits, b.waits) : a.waits,
    ends: b.ends ? addSums(a.ends, b.ends) : a.ends,
    waited: addBins(a.waited, b.waited),
    served: addBins(a.served, b.served),
  };
}

const addBins = (a: Bins, b: Bins): Bins => ({
  ended: a.ended.map((n, bin) => n + b.ended[bin]),
  censored: a.censored.map((n, bin) => n + b.censored[bin]),
});
