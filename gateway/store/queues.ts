import { emptyHistogram } from '../../models/contract/histogram.ts';
import type { QueueSum, SlotQuery } from './store.ts';
import { addBins, type Summed, slotSums } from './sums.ts';
import type { Db } from './tables.ts';

type Bare = Omit<QueueSum, 'waitHistogram' | 'censoredHistogram' | 'serviceHistogram'>;
const SUMMED: Summed<Bare> = {
  table: 'queue',
  name: 'zone',
  add: {
    lengthS: 'length_s',
    visits: 'visits',
    served: 'served',
    servedVariance: 'served_variance',
    abandoned: 'abandoned',
    abandonedVariance: 'abandoned_variance',
    cut: 'cut',
    waitS: 'wait_s',
    services: 'services',
    serviceS: 'service_s',
  },
  largest: { lengthMax: 'length_max' },
};
const BINS = { waitHistogram: 'served', censoredHistogram: 'censored', serviceHistogram: 'services' };

/** Sums of each queue and slot. */
export async function queueSums(db: Db, query: SlotQuery & { zone?: string }): Promise<QueueSum[]> {
  const rows = (await slotSums<Bare>(db, SUMMED, query, query.zone)).map((row) => ({
    ...row,
    waitHistogram: emptyHistogram(),
    censoredHistogram: emptyHistogram(),
    serviceHistogram: emptyHistogram(),
  }));
  await addBins(db, 'wait', BINS, rows, query, query.zone);
  return rows;
}
