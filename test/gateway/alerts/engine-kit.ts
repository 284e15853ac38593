import { afterEach } from 'vitest';
import { Alerts } from '../../../models/contract/alerts.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, queue, STORE, T0 } from '../../support/messages.ts';

/** A gateway with alerts, for tests: what a test has opened is closed behind it. */
export let api: TestApi;
afterEach(() => api.close());
export async function openApi(...options: Parameters<typeof testApi>): Promise<void> {
  api = await testApi(...options);
}

export const config = (text: string) => {
  const parsed = parseGatewayConfig(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
};
export const QUEUE = `
alerts:
  defaults: false
  rules:
    - { id: long, source: queue-length, threshold: 5, clearAt: 3, windowS: 120, clearS: 0, cooldownS: 900, department: checkout,
        escalateAfterMinutes: 10 }
channels:
  - { id: floor, kind: mqtt }
  - { id: night, kind: mqtt }
  - { id: region, kind: mqtt }
routes:
  - { channels: [floor], departments: [checkout], shift: "08:00-20:00" }
  - { channels: [night], shift: "20:00-08:00" }
  - { channels: [region], level: region, regions: [north] }
`;
export const site = () => {
  const loaded = testSite({ zones: SHOP_ZONES });
  return { ...loaded, site: { ...loaded.site, region: 'north' } };
};

/** Lets a minute with so many waiting pass, and looks. */
export async function minutes(from: number, lengths: (number | null)[], seqBase = 0): Promise<void> {
  for (const [i, length] of lengths.entries()) {
    const n = from + i;
    if (length !== null) {
      const row = queue(n, { lengthS: length * 60, lengthMax: length });
      await feed(api.store, envelope('agg/queue', seqBase + n + 1, row));
    }
    api.time.nowMs = T0 + (n + 1) * 60_000;
    await api.alerts.engine.tick();
  }
}
export const base = `/api/v1/stores/${STORE}/alerts`;
export const current = async () => (await api.get(Alerts, base)).alerts;
export const all = async () => (await api.get(Alerts, `${base}?status=all`)).alerts;
export const sent = async () =>
  (await api.db.selectFrom('delivery').select(['channel', 'idempotency']).orderBy('id').execute()).map(
    ({ channel, idempotency }) => `${channel} ${idempotency.split('/')[1]}`,
  );

export async function act(id: string, action: string, role: 'manager' | 'viewer' | 'ops' = 'manager') {
  const response = await api.app.inject({
    ...{ method: 'PATCH', url: `${base}/${id}`, payload: { action, note: 'seen' } },
    headers: await api.as(role),
  });
  return { status: response.statusCode, body: response.json() };
}
