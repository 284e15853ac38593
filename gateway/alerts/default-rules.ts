import type { AlertRule } from '../../models/contract/alerts.ts';
import type { GatewayConfig } from '../../models/contract/gateway-config.ts';

const common = {
  severity: 'warning',
  windowS: 60,
  clearS: 60,
  cooldownS: 900,
  moneyPerHour: 0,
  enabled: true,
} as const;

/** What any store wants to know. The money is none of ours: a store says what an hour of it costs. */
const DEFAULTS: readonly AlertRule[] = [
  {
    ...common,
    id: 'queue-long',
    source: 'queue-length',
    threshold: 6,
    clearAt: 4,
    windowS: 120,
    department: 'checkout',
  },
  {
    ...common,
    id: 'wait-long',
    source: 'queue-wait',
    threshold: 300,
    clearAt: 240,
    windowS: 300,
    department: 'checkout',
  },
  { ...common, id: 'shelf-empty', source: 'shelf-empty', threshold: 1, windowS: 300, department: 'stock' },
  { ...common, id: 'camera-lost', source: 'camera-lost', threshold: 1, department: 'it' },
  { ...common, id: 'node-silent', source: 'node-silent', threshold: 60, severity: 'critical', department: 'it' },
  {
    ...common,
    id: 'coverage-low',
    source: 'coverage-low',
    threshold: 0.8,
    clearAt: 0.9,
    windowS: 900,
    department: 'it',
  },
  {
    ...common,
    id: 'door-wrong',
    source: 'door-wrong',
    threshold: 1,
    windowS: 3600,
    cooldownS: 86_400,
    department: 'it',
  },
  { ...common, id: 'job-failed', source: 'job-failed', threshold: 2, windowS: 0, department: 'it' },
  { ...common, id: 'import-rejected', source: 'import-rejected', threshold: 1, windowS: 0, department: 'it' },
];

/** The rules that are in force: the defaults, unless they are off, with the configuration's own in place of same ids. */
export function rulesOf({ alerts }: Pick<GatewayConfig, 'alerts'>): AlertRule[] {
  const own = new Set(alerts.rules.map(({ id }) => id));
  return [...(alerts.defaults ? DEFAULTS.filter(({ id }) => !own.has(id)) : []), ...alerts.rules];
}
