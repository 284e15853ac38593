import { AisleError } from '../models/contract/errors.ts';
import type { ConfigCheck } from '../models/contract/gateway-config-parse.ts';
import type { Finding, Path } from '../models/contract/yaml-form.ts';
import { allowFault } from './alerts/guarded-post.ts';
import { parseSchedule } from './jobs/schedule.ts';

/** What the gateway's parts say of its file: schedules that can be kept, address ranges that are some. */
export const gatewayChecks: ConfigCheck = (config) => {
  const found: Finding[] = [];
  const schedules: [Path, string | undefined][] = [
    [['backups', 'schedule'], config.backups.schedule],
    [['upkeep', 'schedule'], config.upkeep.schedule],
    [['retention', 'schedule'], config.retention.schedule],
    ...config.reports.map(({ schedule }, i): [Path, string | undefined] => [['reports', i, 'schedule'], schedule]),
  ];
  for (const [path, text] of schedules) {
    try {
      if (text !== undefined) parseSchedule(text);
    } catch (error) {
      if (!(error instanceof AisleError)) throw error;
      found.push({ path, message: error.message, fix: error.fix });
    }
  }
  config.channels.forEach((channel, i) => {
    const allow = 'allow' in channel ? (channel.allow ?? []) : [];
    allow.forEach((range, j) => {
      const message = allowFault(range);
      if (message) found.push({ path: ['channels', i, 'allow', j], message, fix: 'Write 10.1.2.3 or 10.0.0.0/8.' });
    });
  });
  return found;
};
