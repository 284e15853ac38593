import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import type { Job } from './job.ts';
import { parseSchedule } from './schedule.ts';
import type { Upkeep, UpkeepInput } from './upkeep-thread.ts';
import { runInThread } from './worker.ts';

/** The data base's upkeep each night, in a thread. */
export const upkeepJob = ({ upkeep }: Pick<GatewayConfig, 'upkeep'>, db: string): Job => ({
  name: 'upkeep',
  title: 'Upkeep of the data base',
  schedule: parseSchedule(upkeep.schedule),
  scope: 'gateway',
  catchUp: 'once',
  run: ({ nowMs }, progress, signal) =>
    runInThread<UpkeepInput, Upkeep>(
      new URL('./upkeep-thread.ts', import.meta.url),
      { db, wallMs: nowMs },
      progress,
      signal,
    ),
});
