import { readdirSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { readManifest } from '../../../gateway/backup/manifest.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { Jobs } from '../../../models/contract/jobs.ts';
import { check } from '../../../models/contract/parse.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { tempFolder } from '../../support/gateway.ts';
import { envelope, T0, traffic } from '../../support/messages.ts';

let api: TestApi;
const folder = tempFolder();
afterEach(async () => {
  await api.close();
  folder.remove();
});

it('the gateway’s own jobs run in their threads, one after the other, and the API tells of them by right', async () => {
  const parsed = parseGatewayConfig(`backups: { folder: "${folder.path}", keep: 1 }`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  api = await testApi(undefined, T0, { config: parsed.config });
  const { runner, store, db } = api;
  await feed(store, envelope('agg/traffic', 1, traffic(0, { in: 1, out: 0 })));
  await runner.tick();
  // So late that all of this is too old to be kept; what was missed until then runs once.
  api.time.nowMs += 1200 * 86_400_000;
  for (let i = 0; i < 3; i++) {
    await runner.tick();
    await runner.idle();
  }
  const runs = await db.selectFrom('job_run').select(['job', 'state', 'result', 'error']).orderBy('due').execute();
  expect(runs.map(({ job, state }) => `${job} ${state}`).sort()).toEqual(
    ['backup', 'retention', 'rollups', 'till-clocks', 'upkeep'].map((job) => `${job} done`),
  );
  const files = readdirSync(folder.path);
  expect(files).toHaveLength(2);
  expect(await readManifest(`${folder.path}/${files.find((name) => name.endsWith('.db'))}`)).toBeDefined();
  expect(JSON.parse(runs.find(({ job }) => job === 'retention')!.result!)).toMatchObject({ minutes: 1 });
  const ask = async (role: 'ops' | 'viewer') => api.app.inject({ url: '/api/v1/jobs', headers: await api.as(role) });
  expect((await ask('viewer')).statusCode).toBe(403);
  const answer = (await ask('ops')).json();
  expect(check(Jobs, answer)).toMatchObject({ ok: true });
  expect(answer.jobs.map(({ job }: { job: string }) => job)).toEqual(['backup', 'retention', 'rollups', 'till-clocks', 'upkeep']);
}, 60_000);
