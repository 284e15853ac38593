import type { AlertSourceKind } from '../../../models/contract/alerts.ts';
import type { AlertSource } from '../source.ts';
import { coverageLow } from './coverage.ts';
import { doorWrong, nodeSilent } from './nodes.ts';
import { queueLength, queueWait } from './queues.ts';
import { cameraLost, shelfEmpty } from './signals.ts';
import { importRejected, jobFailed } from './work.ts';

/** Every source of readings; a new one is a file, a line here and its kind in models/contract/alerts.ts. */
export const alertSources: Record<AlertSourceKind, AlertSource> = {
  'queue-length': queueLength,
  'queue-wait': queueWait,
  'shelf-empty': shelfEmpty,
  'camera-lost': cameraLost,
  'node-silent': nodeSilent,
  'coverage-low': coverageLow,
  'door-wrong': doorWrong,
  'job-failed': jobFailed,
  'import-rejected': importRejected,
};
