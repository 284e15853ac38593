import type { ApiContext } from '../api/context.ts';
import { judgeClocks } from '../pos/judge-clocks.ts';
import type { Job } from './job.ts';
import { parseSchedule } from './schedule.ts';

/** Each night finds out by how much each till's clock was off, and moves what it sold to where it belongs. */
export const tillClockJob = (context: () => Pick<ApiContext, 'store' | 'sales'>): Job => ({
  name: 'till-clocks',
  title: 'Clocks of the tills',
  schedule: parseSchedule('40 1 * * *'),
  scope: 'store',
  catchUp: 'once',
  run({ site, nowMs }, _progress, signal) {
    const { store, sales } = context();
    return judgeClocks({ store, clocks: sales.clocks, signal }, site!.site, nowMs);
  },
});
