import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import type { ApiContext } from '../api/context.ts';
import type { Db } from '../store/tables.ts';
import { backupJob } from './backup-job.ts';
import type { Job } from './job.ts';
import { reportJob } from './reports/job.ts';
import { retentionJob } from './retention-job.ts';
import { rollupJob } from './rollup-job.ts';
import { tillClockJob } from './till-clock-job.ts';
import { upkeepJob } from './upkeep-job.ts';

export interface JobsOptions {
  config: GatewayConfig;
  db: Db;
  /** The data base's file, for threads that open it themselves. */
  dbPath: string;
  stateFolder: string;
  /** What the API works with; asked for when a job runs. */
  context: () => ApiContext;
}

/** Every job of the gateway; a new one is a file and a line here. */
export const jobsOf = ({ config, db, dbPath, stateFolder, context }: JobsOptions): Job[] => [
  ...(config.backups.enabled ? [backupJob(config, dbPath, stateFolder)] : []),
  retentionJob(config, dbPath),
  rollupJob(context),
  tillClockJob(context),
  upkeepJob(config, dbPath),
  ...config.reports.map((report) => reportJob(report, db, context)),
];
