import type { ApiContext } from '../api/context.ts';
import type { Job } from './job.ts';
import { parseSchedule } from './schedule.ts';

/** A year and a bit, so that this day of last year is there. */
const DAYS = 400;
const STEP = 20;

/**
 * Rolls up each store's days that are complete, after its night has begun. Those that are there already cost a look; the
 * others are read a day at a time, and requests are answered between two of them.
 */
export const rollupJob = (context: () => Pick<ApiContext, 'store'>): Job => ({
  name: 'rollups',
  title: 'Sums of the days',
  schedule: parseSchedule('10 2 * * *'),
  scope: 'store',
  catchUp: 'once',
  async run({ site }, progress, signal) {
    const { store } = context();
    const name = site!.site.store;
    let sums = 0;
    for (let made = STEP; made === STEP && !signal.aborted; sums += made) {
      made = await store.rollUp(name, DAYS, STEP);
      progress(made < STEP ? 1 : 0, `${sums + made} sums`);
    }
    return { sums };
  },
});
