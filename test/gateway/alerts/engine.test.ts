import { afterEach, describe, expect, it } from 'vitest';
import { openOffice } from '../../../gateway/alerts/office.ts';
import { AlertRules, Alerts } from '../../../models/contract/alerts.ts';
import { parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, silent, testSite } from '../../support/gateway.ts';
import type { Channel } from '../../support/messages.ts';
import { birth, envelope, health, liveMessage, NODE, queue, STORE, T0, traffic } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());

const config = (text: string) => {
  const parsed = parseGatewayConfig(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.config;
};
const QUEUE = `
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
const site = () => {
  const loaded = testSite({ zones: SHOP_ZONES });
  return { ...loaded, site: { ...loaded.site, region: 'north' } };
};

/** Lets a minute with so many waiting pass, and looks. */
async function minutes(from: number, lengths: (number | null)[], seqBase = 0): Promise<void> {
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
const base = `/api/v1/stores/${STORE}/alerts`;
const current = async () => (await api.get(Alerts, base)).alerts;
const all = async () => (await api.get(Alerts, `${base}?status=all`)).alerts;
const sent = async () =>
  (await api.db.selectFrom('delivery').select(['channel', 'idempotency']).orderBy('id').execute()).map(
    ({ channel, idempotency }) => `${channel} ${idempotency.split('/')[1]}`,
  );

async function act(id: string, action: string, role: 'manager' | 'viewer' | 'ops' = 'manager') {
  const response = await api.app.inject({
    ...{ method: 'PATCH', url: `${base}/${id}`, payload: { action, note: 'seen' } },
    headers: await api.as(role),
  });
  return { status: response.statusCode, body: response.json() };
}

describe('a queue that grows', () => {
  it('opens one alert after the window, tells the shift, closes by itself and tells whoever heard', async () => {
    api = await testApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, [6, 7, 8]);
    const [alert] = await current();
    expect(alert).toMatchObject({ rule: 'long', subject: 'queue', status: 'open', department: 'checkout' });
    expect(alert.text).toBe('8 people wait at Queue.');
    await minutes(3, [9, 4]);
    expect((await current())[0]).toMatchObject({ value: 4, status: 'open' });
    await minutes(5, [2]);
    expect(await current()).toEqual([]);
    expect(await all()).toMatchObject([{ id: alert.id, status: 'closed', over: expect.any(String) }]);
    // Others hear of the end when it is sure to be one.
    expect(await sent()).toEqual(['floor opened']);
    await minutes(6, Array(20).fill(1));
    expect(await sent()).toEqual(['floor opened', 'floor closed']);
  });

  it('that comes and goes is one alert and one message', async () => {
    api = await testApi(site(), T0, { config: config(QUEUE) });
    await minutes(
      0,
      Array.from({ length: 60 }, (_, i) => (i % 6 < 4 ? 8 : 1)),
    );
    const alerts = await all();
    expect(alerts).toHaveLength(1);
    expect(alerts[0].returns).toBeGreaterThan(5);
    expect(await sent()).toEqual(['floor opened', 'region escalated']);
  });

  it('goes to the region when nobody claims it, and not when somebody does', async () => {
    api = await testApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, Array(12).fill(8));
    expect(await sent()).toEqual(['floor opened']);
    const [alert] = await current();
    expect(await act(alert.id, 'claim')).toMatchObject({ status: 200, body: { status: 'claimed' } });
    await minutes(12, Array(20).fill(8));
    expect(await sent()).toEqual(['floor opened']);
    expect(await act(alert.id, 'release')).toMatchObject({ body: { status: 'open', claimedBy: null } });
    await minutes(32, [8, 8]);
    expect(await sent()).toEqual(['floor opened', 'region escalated']);
    expect((await current())[0].escalated).not.toBeNull();
  });

  it('is not known, and so neither over nor under, while nothing is seen', async () => {
    api = await testApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, [8, 8, 8]);
    await minutes(3, Array(30).fill(null));
    expect(await current()).toMatchObject([{ status: 'open' }]);
  });

  it('stays as it was over a restart in the middle of everything', async () => {
    const text = config(QUEUE);
    api = await testApi(site(), T0, { config: text });
    const { store, board, clocks, db } = api;
    const lengths = [8, 8, 8, 8, 1, 1, 8, 8, 8, 1];
    for (const [i, length] of lengths.entries()) {
      await feed(store, envelope('agg/queue', i + 1, queue(i, { lengthS: length * 60, lengthMax: length })));
      api.time.nowMs = T0 + (i + 1) * 60_000;
      const sites = new Map([[STORE, site()]]);
      await openOffice({ db, store, board, clocks, sites, config: text, holder: `h${i}`, log: silent }).engine.tick();
    }
    expect(await all()).toMatchObject([{ returns: 1, status: 'closed' }]);
  });
});

describe('people', () => {
  it('claim, acknowledge, settle; the second who claims is told so; precision is what they said', async () => {
    api = await testApi(site(), T0, { config: config(QUEUE) });
    await minutes(0, [8, 8, 8]);
    const [{ id }] = await current();
    expect((await act(id, 'claim', 'viewer')).status).toBe(403);
    expect((await act(id, 'claim', 'manager')).status).toBe(200);
    expect(await act(id, 'claim', 'ops')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('claimed') },
    });
    expect((await act(id, 'acknowledge', 'manager')).body.status).toBe('acknowledged');
    expect((await act(id, 'done', 'manager')).body.status).toBe('done');
    expect((await act(id, 'claim', 'manager')).status).toBe(409);
    expect((await act('nothing', 'claim', 'manager')).status).toBe(404);
    expect(await current()).toEqual([]);
    // Still long: that is known.
    await minutes(3, Array(30).fill(8));
    expect(await all()).toHaveLength(1);
    expect(await sent()).toEqual(['floor opened', 'floor closed']);
    await minutes(33, [...Array(16).fill(0), 8, 8, 8]);
    const [again] = await current();
    expect((await act(again.id, 'false-alarm')).body.status).toBe('false-alarm');
    const { rules } = await api.get(AlertRules, `${base}/rules`);
    expect(rules).toMatchObject([{ id: 'long', opened: 2, done: 1, falseAlarms: 1, precision: 0.5 }]);
    const trail = await api.db.selectFrom('alert_change').select(['change', 'note']).where('alert', '=', id).execute();
    expect(trail.map(({ change }) => change)).toEqual(['opened', 'claim', 'acknowledge', 'done']);
  });
});

const MANY = `
alerts:
  defaults: false
  rules:
    - { id: shelf, source: shelf-empty, threshold: 1, windowS: 60, department: stock, moneyPerHour: 12 }
    - { id: cheap, source: shelf-empty, subjects: [dairy/f2], threshold: 1, department: stock, moneyPerHour: 3 }
    - { id: camera, source: camera-lost, threshold: 1, department: it }
    - { id: node, source: node-silent, threshold: 60, department: it }
    - { id: door, source: door-wrong, threshold: 1, department: it }
    - { id: seen, source: coverage-low, threshold: 0.8, department: it, quietHours: "20:00-08:00" }
    - { id: job, source: job-failed, threshold: 1, department: it }
    - { id: read, source: import-rejected, threshold: 1, department: it }
`;

describe('sources', () => {
  const shop = () => {
    const loaded = testSite({ zones: SHOP_ZONES });
    const px: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
    ];
    const facings = ['f1', 'f2'].map((id) => ({ id, sku: `sku-${id}`, px, capacity: 8 }));
    return { ...loaded, site: { ...loaded.site, shelves: [{ id: 'dairy', camera: 'door', facings }] } };
  };
  const event = <C extends Channel>(channel: C, seq: number, atMs: number, data: Parameters<typeof envelope<C>>[2]) =>
    envelope(channel, seq, data, { time: new Date(atMs).toISOString() });
  const tick = async (atMs: number) => {
    api.time.nowMs = atMs;
    await api.alerts.engine.tick();
  };
  const open = async () => (await current()).map(({ rule, subject }) => `${rule} ${subject}`);

  it('tell of facings and cameras by events, whatever order they come in, the costliest first', async () => {
    api = await testApi(shop(), T0, { config: config(MANY) });
    const { store } = api;
    await feed(store, event('event/shelf', 1, T0, { shelf: 'dairy', facing: 'f1', change: 'empty' }));
    await feed(store, event('event/shelf', 3, T0 + 5000, { shelf: 'dairy', facing: 'f2', change: 'empty' }));
    await feed(store, event('event/camera', 4, T0, { camera: 'door', change: 'lost', reason: 'no picture' }));
    // Older news that comes later.
    await feed(store, event('event/shelf', 2, T0 + 1000, { shelf: 'dairy', facing: 'f2', change: 'refilled' }));
    await tick(T0 + 10_000);
    await tick(T0 + 80_000);
    expect(await open()).toEqual(['shelf dairy/f1', 'shelf dairy/f2', 'cheap dairy/f2', 'camera door']);
    expect((await current())[3].text).toBe('Camera door is lost: no picture.');
    const page = await api.get(Alerts, `${base}?limit=3&department=stock`);
    expect(page).toMatchObject({
      next: null,
      alerts: [{ moneyPerHour: 12 }, { moneyPerHour: 12 }, { moneyPerHour: 3 }],
    });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const next: Alerts = await api.get(Alerts, `${base}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...next.alerts.map(({ rule, subject }) => `${rule} ${subject}`));
      cursor = next.next;
    }
    expect(seen).toEqual(await open());
    await api.problem(400, `${base}?cursor=nonsense`);
    await feed(store, event('event/shelf', 5, T0 + 90_000, { shelf: 'dairy', facing: 'f1', change: 'refilled' }));
    await feed(store, event('event/camera', 6, T0 + 90_000, { camera: 'door', change: 'back', reason: '' }));
    await tick(T0 + 100_000);
    await tick(T0 + 200_000);
    expect(await open()).toEqual(['shelf dairy/f2', 'cheap dairy/f2']);
  });

  it('tell of nodes, doors, what was not seen, jobs that fail and messages that cannot be read', async () => {
    api = await testApi(shop(), T0, { config: config(MANY) });
    const { board, store, db } = api;
    const view = board.node(STORE, NODE);
    view.said = 'online';
    view.birth = birth();
    view.health = health({ doors: [{ line: 'door', direction: 'in', missedShare: 0.1, sd: 0.01, errs: true }] });
    board.heard(view);
    board.setLive(view, liveMessage());
    for (let n = 0; n < 30; n++) await feed(store, envelope('agg/queue', n + 1, queue(n, {})));
    for (let n = 0; n < 30; n++) await feed(store, envelope('agg/traffic', 100 + n, traffic(n, { in: 1, out: 1 })));
    const bad = { store: STORE, node: NODE, channel: 'agg/zone', reason: 'no', raw: '?', hash: 'h', receivedMs: T0 };
    await store.accept({ messages: [], refusals: [bad], contiguous: [] });
    const row = { job: 'rollup', scope: STORE, day: '', lease_until: null, holder: null, finished: T0, retry_at: T0 };
    const rest = { progress: null, note: null, result: null, error: 'disk full', started: T0 };
    await db
      .insertInto('job_run')
      .values({ ...row, ...rest, due: T0, state: 'waiting', attempts: 1 })
      .execute();
    await tick(T0 + 50 * 60_000);
    await tick(T0 + 55 * 60_000);
    expect((await open()).sort()).toEqual(
      ['door door/in', 'job rollup', 'node edge-1', 'read nodes', 'seen line/door'].sort(),
    );
    expect((await current()).find(({ rule }) => rule === 'job')!.text).toBe('Job rollup failed 1 times: disk full.');
    await db.updateTable('job_run').set({ state: 'done' }).execute();
    api.time.nowMs = T0 + 56 * 60_000;
    board.heard(view);
    view.health = health();
    await tick(api.time.nowMs);
    api.time.nowMs = T0 + 60 * 60_000;
    board.heard(view);
    await tick(api.time.nowMs);
    expect(await open()).toEqual(['seen line/door', 'read nodes']);
  });

  it('whose rule is taken out of the file end what they had open', async () => {
    api = await testApi(shop(), T0, { config: config(MANY) });
    const { store, db, board, clocks } = api;
    await feed(store, event('event/shelf', 1, T0, { shelf: 'dairy', facing: 'f1', change: 'empty' }));
    await tick(T0 + 10_000);
    await tick(T0 + 80_000);
    expect(await open()).toEqual(['shelf dairy/f1']);
    const none = config('alerts: { defaults: false }');
    const about = { db, store, board, clocks, sites: new Map([[STORE, shop()]]), holder: 'other', log: silent };
    await openOffice({ ...about, config: none }).engine.tick();
    expect(await open()).toEqual([]);
    expect(await db.selectFrom('alert_state').selectAll().execute()).toEqual([]);
  });
});
