import type { SlotQuery, TrafficSum } from './store.ts';
import { slotSums } from './sums.ts';
import type { Db } from './tables.ts';

/** Sums of each line and slot. */
export const trafficSums = (db: Db, query: SlotQuery): Promise<TrafficSum[]> =>
  slotSums<TrafficSum>(
    db,
    {
      table: 'traffic',
      name: 'line',
      add: {
        in: 'count_in',
        out: 'count_out',
        inVariance: 'variance_in',
        outVariance: 'variance_out',
        unitsIn: 'units_in',
        unitsOut: 'units_out',
      },
    },
    query,
  );
