import { emptyHistogram } from '../../models/contract/histogram.ts';
import type { SlotQuery, ZoneSum } from './store.ts';
import { addBins, type Summed, slotSums } from './sums.ts';
import type { Db } from './tables.ts';

type Bare = Omit<ZoneSum, 'dwellHistogram' | 'censoredHistogram'>;
const SUMMED: Summed<Bare> = {
  table: 'zone',
  name: 'zone',
  add: {
    visits: 'visits',
    visitsVariance: 'visits_variance',
    ended: 'ended',
    censored: 'censored',
    engaged: 'engaged',
    dwellS: 'dwell_s',
    occupancyS: 'occupancy_s',
    stops: 'stops',
    reaches: 'reaches',
  },
  largest: { occupancyMax: 'occupancy_max' },
};

/** Sums of each zone and slot. */
export async function zoneSums(db: Db, query: SlotQuery & { zone?: string }): Promise<ZoneSum[]> {
  const sums = await slotSums<Bare>(db, SUMMED, query, query.zone);
  const rows = sums.map((row) => ({ ...row, dwellHistogram: emptyHistogram(), censoredHistogram: emptyHistogram() }));
  await addBins(db, 'dwell', { dwellHistogram: 'ended', censoredHistogram: 'censored' }, rows, query, query.zone);
  return rows;
}
