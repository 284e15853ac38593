import { describe, expect, it } from 'vitest';
import { openOffice } from '../../../gateway/alerts/office.ts';
import { Alerts } from '../../../models/contract/alerts.ts';
import { feed } from '../../support/api.ts';
import { SHOP_ZONES, silent, testSite } from '../../support/gateway.ts';
import type { Channel } from '../../support/messages.ts';
import { birth, envelope, health, liveMessage, NODE, queue, STORE, T0, traffic } from '../../support/messages.ts';
import { api, base, config, current, openApi } from './engine-kit.ts';

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
    await openApi(shop(), T0, { config: config(MANY) });
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
    await openApi(shop(), T0, { config: config(MANY) });
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
    await openApi(shop(), T0, { config: config(MANY) });
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
