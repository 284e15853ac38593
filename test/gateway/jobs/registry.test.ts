import { readdirSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { readManifest } from '../../../gateway/backup/manifest.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { Jobs } from '../../../models/contract/jobs.ts';
import { check } from '../../../models/contract/parse.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { tempFolder, testSite } from '../../support/gateway.ts';
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
  expect(answer.jobs.map(({ job }: { job: string }) => job)).toEqual([
    'backup',
    'retention',
    'rollups',
    'till-clocks',
    'upkeep',
  ]);
}, 60_000);

it('a job runs when somebody who may operate asks for it, once at a time', async () => {
  api = await testApi(undefined, T0, { others: [testSite({ store: 'other' })] });
  const { runner, db } = api;
  const order = async (path: string, role: 'ops' | 'manager' = 'ops', scope?: string) => {
    const headers = await api.as(role, scope);
    const response = await api.app.inject({ method: 'POST', url: `/api/v1/jobs/${path}`, headers });
    const { store, detail } = response.json();
    return [response.statusCode, response.statusCode === 403 ? '' : (store ?? detail)];
  };
  await runner.tick();
  expect(await order('rollups/run?store=demo', 'manager')).toEqual([403, '']);
  expect(await order('rollups/run?store=other', 'ops', 'store:demo')).toEqual([403, '']);
  expect(await order('upkeep/run', 'ops', 'store:demo')).toEqual([403, '']);
  expect(await order('nothing/run')).toMatchObject([404, 'there is no job nothing']);
  expect(await order('rollups/run')).toEqual([404, 'there is no job rollups']);
  expect(await order('rollups/run?store=demo', 'ops', 'store:demo')).toEqual([202, 'demo']);
  expect(await order('rollups/run?store=demo')).toEqual([409, 'a run of rollups waits or is under way']);
  expect(await order('rollups/run?store=other')).toEqual([202, 'other']);
  const rows = async () =>
    (await db.selectFrom('job_run').select(['job', 'scope', 'day', 'state']).orderBy('scope').execute()).map((row) =>
      Object.values(row).join(' '),
    );
  await runner.tick();
  await runner.idle();
  expect(await rows()).toEqual(['rollups demo 2026-10-01 done', 'rollups other 2026-10-01 done']);
  // What is due by the schedule is counted from where it was.
  const { last_due } = await db
    .selectFrom('job')
    .select('last_due')
    .where('job', '=', 'rollups')
    .executeTakeFirstOrThrow();
  expect(last_due).toBe(T0);
}, 60_000);
