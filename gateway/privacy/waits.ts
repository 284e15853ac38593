import type { Site } from '../../models/contract/site.ts';
import type { Counts } from '../../models/privacy/partition.ts';
import type { Bucket } from '../figures/buckets.ts';
import type { QueueSum, Store } from '../store/store.ts';
import { finish, type Work } from '../turns.ts';
import { countsOf, Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import { type Bins, publishingBins, quantilesOf } from './spread.ts';
import { type ZoneLattices, zoneLattices } from './zone-lattices.ts';

const HOUR_MS = 3_600_000;

/** How many waits ended, whichever way. */
export const endsOf = ({ served, abandoned, cut }: QueueSum): number => served + abandoned + (cut ?? 0);

/** How waits ended (served, given up, cut), within the blocks of who waited. */
export function endLattice({ days, queues, k, of }: ZoneLattices, zone: string): Lattice {
  const counts = (sum: QueueSum): Counts => [endsOf(sum), sum.served, sum.abandoned, sum.cut ?? 0];
  return new Lattice(days, countsOf(queues.get(zone), counts), k, { within: of(zone) });
}

/** Waits of whole hours by how long they were. */
export const waitedBins = (
  sums: ReadonlyMap<number, QueueSum>,
  span: Bucket,
  about: Parameters<typeof publishingBins>[2],
): Work<Bins> =>
  publishingBins(sums, span, about, {
    binsOf: (it) => ({ ended: it.waitHistogram, censored: it.censoredHistogram }),
    first: 0,
  });

/**
 * Seconds that nine of ten waited at most in the newest hour that is published, queue by queue: 0 where nobody waited, null
 * where too few did. Of less than an hour nothing can be told while the hour goes on.
 */
export async function lastHourWaits(
  store: Store,
  site: Site,
  nowMs: number,
): Promise<ReadonlyMap<string, number | null>> {
  const range = { store: site.store, fromMs: nowMs - 2 * HOUR_MS, toMs: nowMs, nowMs, site: { site } };
  const lattices = await zoneLattices({ store }, range);
  const span = lattices.days.flatMap(({ hours }) => hours).findLast((hour) => hour.over);
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  return new Map(
    queues.map(({ id }) => {
      const sums = lattices.queues.get(id);
      if (!span || !sums) return [id, null];
      const whole = lattices.of(id);
      const { slots } = whole.published(span.startMs, span.endMs);
      const { sum } = addPublished(sums, span, slots);
      if (!sum || sum.seenS === 0) return [id, null];
      if (sum.visits === 0 && endsOf(sum) === 0 && sum.lengthS === 0) return [id, 0];
      const bins = finish(waitedBins(sums, span, { whole, split: endLattice(lattices, id), k: lattices.k }));
      return [id, quantilesOf(bins, endsOf(sum)).p90];
    }),
  );
}
