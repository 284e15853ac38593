import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Alerts } from '../../../models/contract/alerts.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';

const CONFIG = `
alerts:
  defaults: false
  rules:
    - { id: job, source: job-failed, threshold: 1, department: it, escalateAfterMinutes: 10 }
    - { id: of-store, source: job-failed, threshold: 1, department: it, stores: [${STORE}] }
    - { id: silent, source: node-silent, threshold: 1e9, department: it }
channels: [{ id: floor, kind: mqtt }, { id: it, kind: mqtt }, { id: north, kind: mqtt }, { id: office, kind: mqtt }]
routes:
  - { channels: [floor], stores: [${STORE}] }
  - { channels: [it], departments: [it] }
  - { channels: [north], level: region, regions: [north] }
  - { channels: [office], level: region }
`;
let api: TestApi;
beforeEach(async () => {
  const parsed = parseGatewayConfig(CONFIG);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { config } = parsed;
  api = await testApi(testSite(), T0, { open: false, config, others: [testSite({ store: 'other' })] });
  const row = { job: 'backup', scope: '', day: '', lease_until: null, holder: null, finished: T0, retry_at: T0 };
  const rest = { progress: null, note: null, result: null, error: 'disk full', started: T0 };
  await api.db
    .insertInto('job_run')
    .values({ ...row, ...rest, due: T0, state: 'waiting', attempts: 1 })
    .execute();
});
afterEach(() => api.close());

const tick = async (minute: number) => {
  api.time.nowMs = T0 + minute * 60_000;
  await api.alerts.engine.tick();
};
const list = async (path: string, headers: Record<string, string>) => {
  const response = await api.app.inject({ url: `/api/v1${path}`, headers });
  return { status: response.statusCode, alerts: (response.json() as Alerts).alerts };
};
const sent = async () =>
  (await api.db.selectFrom('delivery').select(['channel', 'idempotency']).orderBy('id').execute()).map(
    ({ channel, idempotency }) => `${channel} ${idempotency.split('/')[1]}`,
  );

it('a job of the whole gateway that fails is told once, at no store, to the region and whoever looks after all', async () => {
  await tick(1);
  const ops = await api.as('ops');
  for (const store of [STORE, 'other']) expect((await list(`/stores/${store}/alerts`, ops)).alerts).toEqual([]);
  const { alerts } = await list('/alerts', ops);
  expect(alerts).toMatchObject([
    { store: null, rule: 'job', subject: 'backup', status: 'open', text: 'Job backup failed 1 times: disk full.' },
  ]);
  expect((await sent()).sort()).toEqual(['it opened', 'office opened']);
  // Nobody has claimed it; who was told is told that.
  await tick(20);
  expect(await sent()).toContain('office escalated');
  expect(await sent()).not.toContain('north escalated');
});

it('is for those who look after all stores to see and to settle', async () => {
  await tick(1);
  const [alert] = (await list('/alerts', await api.as('ops'))).alerts;
  const act = async (headers: Record<string, string>) =>
    (
      await api.app.inject({
        ...{ method: 'PATCH', url: `/api/v1/alerts/${alert.id}`, payload: { action: 'done' }, headers },
      })
    ).statusCode;
  for (const [role, scope] of [
    ['ops', `store:${STORE}`],
    ['manager', 'all'],
  ] as const) {
    const headers = await api.as(role, scope);
    expect([(await list('/alerts', headers)).status, await act(headers)]).toEqual([403, 403]);
  }
  // Not by the way of a store either.
  const url = `/api/v1/stores/${STORE}/alerts/${alert.id}`;
  const byStore = { method: 'PATCH', url, payload: { action: 'done' }, headers: await api.as('manager') } as const;
  expect((await api.app.inject(byStore)).statusCode).toBe(404);
  expect(await act(await api.as('ops'))).toBe(200);
  expect((await list('/alerts', await api.as('admin'))).alerts).toEqual([]);
  expect((await list('/alerts?status=all', await api.as('admin'))).alerts).toMatchObject([{ status: 'done' }]);
});

it('is over when the job has run, and what stores were told of it before is over too', async () => {
  await tick(1);
  await api.db.updateTable('alert_state').set({ store: STORE }).execute();
  await api.db.updateTable('alert').set({ store: STORE }).execute();
  await tick(2);
  await tick(3);
  const ops = await api.as('ops');
  expect((await list(`/stores/${STORE}/alerts`, ops)).alerts).toEqual([]);
  expect((await list('/alerts', ops)).alerts).toHaveLength(1);
  await api.db.updateTable('job_run').set({ state: 'done' }).execute();
  await tick(4);
  await tick(6);
  expect((await list('/alerts', ops)).alerts).toEqual([]);
});
