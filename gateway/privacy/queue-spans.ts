import type { Zone } from '../../models/contract/site.ts';
import { type Bucket, bucketIndex } from '../figures/buckets.ts';
import { type StoreDay, storeDays } from '../figures/store-days.ts';
import type { Store } from '../store/store.ts';
import type { Rest } from '../turns.ts';
import { holdsDay, keptDays, type Making } from './kept-days.ts';
import { addQueueSpans, type QueueSpan, queueSpan } from './queue-span.ts';
import { endLattice } from './waits.ts';
import { type LatticeRange, zoneLattices } from './zone-lattices.ts';

/** Read at once; a queue's lattices of more would be much to hold. */
const DAYS_A_PART = 4;

/** What is published of a queue over a range and in each of its buckets. */
export interface QueueSpans {
  total: QueueSpan | undefined;
  points: (QueueSpan | undefined)[];
}

/** What is published of some queues, day by day, since no block is longer; `buckets`: the range, cut at whole quarters. */
export async function queueSpans(
  context: { store: Store },
  range: LatticeRange,
  queues: readonly Zone[],
  buckets: readonly Bucket[],
  rest: Rest,
): Promise<Map<string, QueueSpans>> {
  const spans = new Map(
    queues.map(({ id }) => [id, { total: undefined, points: new Array(buckets.length) } as QueueSpans]),
  );
  const { site } = range.site;
  const days = storeDays(site).around(range);
  const whole = days.filter((day) => range.fromMs <= day.fromMs && day.toMs <= range.toMs);
  const kept = await keptDays(context.store, range, whole.map(bucketOf), makingOf(context, range), rest);
  const isDone = (day: StoreDay) => kept.has(day.fromMs) && holdsDay(buckets, day);
  for (let d = 0; d < days.length; d += DAYS_A_PART) {
    const part = days.slice(d, d + DAYS_A_PART);
    const about = { ...range, fromMs: part[0].fromMs, toMs: part[part.length - 1].toMs };
    const isMade = part.every(isDone);
    const atOnce = !isMade && days.length <= DAYS_A_PART;
    const together = atOnce ? await zoneLattices(context, about, one(queues), rest) : undefined;
    for (const zone of queues) {
      const lattices = isMade ? undefined : (together ?? (await zoneLattices(context, about, zone.id, rest)));
      const split = lattices && endLattice(lattices, zone.id);
      for (const day of part) {
        const own = kept.get(day.fromMs)?.[zone.id];
        addDay(spans.get(zone.id)!, day, range, buckets, (span) =>
          own && span.startMs === day.fromMs && span.endMs === day.toMs
            ? own
            : queueSpan(zone, lattices!, split!, span),
        );
        await rest();
      }
    }
  }
  return spans;
}

/** To be changed with what a kept day holds, or with the rule that it is made by. */
const FORMAT = 1;

function makingOf(context: { store: Store }, range: LatticeRange): Making<Record<string, QueueSpan>> {
  const { site } = range.site;
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  const basis = [FORMAT, site.privacy.k, ...queues.map(({ id }) => id)].join(' ');
  return {
    kind: 'waits',
    basis: () => basis,
    async make(day) {
      const lattices = await zoneLattices(context, { ...range, fromMs: day.startMs, toMs: day.endMs });
      const spans = queues.map((zone) => [zone.id, queueSpan(zone, lattices, endLattice(lattices, zone.id), day)]);
      return Object.fromEntries(spans);
    },
  };
}

const bucketOf = ({ fromMs, toMs }: StoreDay): Bucket => ({ startMs: fromMs, endMs: toMs });

const one = (queues: readonly Zone[]): string | undefined => (queues.length === 1 ? queues[0].id : undefined);

function addDay(
  spans: QueueSpans,
  day: StoreDay,
  range: { fromMs: number; toMs: number },
  buckets: readonly Bucket[],
  make: (span: Bucket) => QueueSpan,
): void {
  const within = ({ startMs, endMs }: Bucket): Bucket => {
    return { startMs: Math.max(day.fromMs, startMs), endMs: Math.min(day.toMs, endMs) };
  };
  spans.total = addQueueSpans(spans.total, make(within({ startMs: range.fromMs, endMs: range.toMs })));
  for (let i = bucketIndex(buckets, day.fromMs); i < buckets.length && buckets[i].startMs < day.toMs; i++) {
    const span = within(buckets[i]);
    if (span.startMs < span.endMs) spans.points[i] = addQueueSpans(spans.points[i], make(span));
  }
}
