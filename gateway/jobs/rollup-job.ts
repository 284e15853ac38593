import { daysKept } from '../../models/privacy/retention.ts';
import type { ApiContext } from '../api/context.ts';
import { readStore } from '../api/read-store.ts';
import type { Job } from './job.ts';
import { keepDays } from './keep-days.ts';
import { parseSchedule } from './schedule.ts';

/** A year and a bit, so that this day of last year is there. */
const DAYS = 400;
const STEP = 20;

/**
 * Rolls up each store's days that are complete, after its night has begun. Those that are there already cost a look; the
 * others are read a day at a time, and requests are answered between two of them.
 */
export const rollupJob = (context: () => Pick<ApiContext, 'store' | 'sales' | 'notes' | 'sites'>): Job => ({
  name: 'rollups',
  title: 'Sums of the days',
  schedule: parseSchedule('10 2 * * *'),
  scope: 'store',
  catchUp: 'once',
  async run({ site, nowMs }, progress, signal) {
    const { store, sales, notes, sites } = context();
    const { store: name, retentionDays } = site!.site;
    const days = Math.min(DAYS, daysKept('minutes', retentionDays), daysKept('pos', retentionDays));
    let sums = 0;
    for (let made = STEP; made === STEP && !signal.aborted; sums += made) {
      made = await store.rollUp(name, days, STEP);
      progress(made < STEP ? 0.5 : 0, `${sums + made} sums`);
    }
    const read = readStore({ store, notes, sites });
    const products = await keepDays({ store, read, sales }, site!.site, { days, nowMs }, signal);
    return { sums, products };
  },
});
