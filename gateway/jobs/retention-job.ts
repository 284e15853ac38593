import { dirname } from 'node:path';
import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import type { Deleted } from '../privacy/retention.ts';
import type { Job } from './job.ts';
import type { RetentionInput } from './retention-thread.ts';
import { parseSchedule } from './schedule.ts';
import { runInThread } from './worker.ts';

/** Each night deletes what each store need not keep any more, in a thread. */
export const retentionJob = (
  { retention }: Pick<GatewayConfig, 'retention'>,
  db: string,
  wall: () => number = Date.now,
): Job => ({
  name: 'retention',
  title: 'Deletion of what need not be kept',
  schedule: parseSchedule(retention.schedule),
  scope: 'store',
  catchUp: 'once',
  async run({ site, timeZone, nowMs }, progress, signal) {
    const { store, retentionDays } = site!.site;
    const about = { nowMs, wallMs: wall(), timeZone, retentionDays, statePath: dirname(db) };
    const module = new URL('./retention-thread.ts', import.meta.url);
    const deleted = await runInThread<RetentionInput, Deleted[]>(module, { db, store, about }, progress, signal);
    return Object.fromEntries(deleted.filter(({ rows }) => rows > 0).map(({ kind, rows }) => [kind, rows]));
  },
});
