import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import type { BackUpInput } from '../backup/back-up.ts';
import type { Manifest } from '../backup/manifest.ts';
import { backupName, rotate } from '../backup/rotate.ts';
import type { Job } from './job.ts';
import { parseSchedule } from './schedule.ts';
import { runInThread } from './worker.ts';

/** A back-up each night, in a thread, with the newest `keep` of them kept. */
export function backupJob({ backups }: Pick<GatewayConfig, 'backups'>, db: string, stateFolder: string): Job {
  const folder = backups.folder ?? join(stateFolder, 'backups');
  return {
    name: 'backup',
    title: 'Back-up of the data base',
    schedule: parseSchedule(backups.schedule),
    scope: 'gateway',
    // A back-up of yesterday cannot be made today.
    catchUp: 'once',
    async run({ nowMs }, progress, signal) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = backupName(nowMs);
      const input: BackUpInput = { db, out: join(folder, name), wallMs: nowMs };
      const module = new URL('../backup/thread.ts', import.meta.url);
      const { bytes } = await runInThread<BackUpInput, Manifest>(module, input, progress, signal);
      const removed = await rotate(folder, backups.keep);
      return { name, bytes, removed };
    },
  };
}
