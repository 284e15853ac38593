import { afterEach, describe, expect, it } from 'vitest';
import { Flows } from '../../../models/contract/api/flows.ts';
import { StoreDetail, Stores } from '../../../models/contract/api/stores.ts';
import { Today } from '../../../models/contract/api/today.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { birth, envelope, flow, liveMessage, NODE, STORE, T0, traffic, zone } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());
const base = `/api/v1/stores/${STORE}`;

describe('the API', () => {
  it('describes itself as OpenAPI 3.1, every route with its answers', async () => {
    api = await testApi();
    const response = await api.app.inject({ url: '/api/openapi.json', headers: { host: 'localhost' } });
    const { openapi, paths } = response.json();
    expect(openapi).toMatch(/^3\.1/);
    expect(Object.keys(paths)).toContain('/api/v1/stores/{store}/heat');
    expect(paths['/api/v1/stores/{store}/heat'].get.responses['200'].content['application/json'].schema.type).toBe(
      'object',
    );
  });

  it('answers to the names of this machine only', async () => {
    api = await testApi();
    for (const host of ['localhost:8080', '127.0.0.1', '127.0.0.2:8080', 'LOCALHOST', '[::1]:1']) {
      expect((await api.app.inject({ url: '/livez', headers: { host } })).statusCode).toBe(200);
    }
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '127.999.0.1',
      '10.0.0.1',
    ]) {
      const response = await api.app.inject({ url: '/livez', headers: { host } });
      expect(response.statusCode).toBe(421);
      expect(response.headers['content-security-policy']).toContain("default-src 'self'");
    }
  });

  it.each([
    [400, `${base}/traffic?from=yesterday`, 'RFC 3339'],
    [400, `${base}/traffic?from=2026-10-01T00:00:00`, 'offset'],
    [400, `${base}/traffic?from=2026-02-30T00:00:00Z`, 'RFC 3339'],
    [400, `${base}/traffic?from=2026-10-01T01:00:00Z&to=2026-10-01T01:00:00Z`, 'earlier'],
    [400, `${base}/traffic?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z`, 'parts'],
    [400, `${base}/traffic?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&bucket=minute`, 'wider bucket'],
    [400, `${base}/traffic?from=2030-01-01T00:00:00Z`, 'ask for less'],
    [400, `${base}/traffic?bucket=year`, 'openapi'],
    [400, `${base}/heat?colour=red`, 'openapi'],
    [404, `${base}/heat?floor=9`, 'one of: 0'],
    [404, `${base}/zones/nowhere`, 'one of: entrance, aisle'],
    [404, '/api/v1/stores/other/today', 'one of: demo'],
    [404, '/api/v1/nothing', 'openapi'],
    [404, '/', 'npm run build'],
  ])('answers %i to %s and says what to do', async (status, path, fix) => {
    api = await testApi();
    expect((await api.problem(status, path)).fix).toContain(fix);
  });

  it('takes an offset whose plus sign came as a space', async () => {
    api = await testApi();
    const { from } = await api.get(Traffic, `${base}/traffic?from=2026-10-01T00:00:00+02:00`);
    expect(from).toBe('2026-09-30T22:00:00.000Z');
  });

  it('says what a reader must know, and nothing else', async () => {
    api = await testApi();
    expect((await api.get(Stores, '/api/v1/stores')).stores[0]).toMatchObject({ store: STORE, clock: 'wall' });
    const before = await api.get(StoreDetail, base);
    expect(before.footage).toBe('none');
    expect(before.notices).toContain(`Node ${NODE} has not reported yet.`);
    const view = api.board.node(STORE, NODE);
    view.birth = birth({ modelNote: 'The fallback model is in use.' });
    view.said = 'online';
    api.board.heard(view);
    api.board.setLive(view, liveMessage());
    const after = await api.get(StoreDetail, base);
    expect(after.footage).toBe('recording');
    expect(after.notices).toEqual([
      "The camera's footage is a recording that repeats.",
      'This store publishes single visits (k = 1).',
      'The fallback model is in use.',
      `Node ${NODE} detects people on its CPU (cuda: not there).`,
      expect.stringContaining('revision of the site file'),
      'Everybody who uses this computer can see this page without signing in.',
    ]);
  });
});

describe('traffic', () => {
  it('is null where nothing was seen, and has no points in the future', async () => {
    api = await testApi(testSite(), T0 + 600_000);
    await feed(api.store, envelope('agg/traffic', 1, traffic(0, { in: 3, out: 1 })));
    await feed(api.store, envelope('agg/traffic', 2, traffic(2, { in: 0, out: 0, coverage: 0 })));
    const query = `from=${instant(T0)}&to=${instant(T0 + 3_600_000)}&bucket=minute`;
    const { points } = await api.get(Traffic, `${base}/traffic?${query}`);
    // Now is minute 10; the last two may still be on their way.
    expect(points).toHaveLength(8);
    expect(points.slice(0, 3).map((p) => [p.in, p.coverage])).toEqual([
      [3, 1],
      [null, null],
      [null, 0],
    ]);
    const { points: total } = await api.get(Traffic, `${base}/traffic?${query.replace('minute', 'total')}`);
    expect(total[0]).toMatchObject({ in: 3, out: 1, coverage: 1 / 8 });
    expect(total[0].inInterval![0]).toBeLessThan(3);
  });

  it.each([
    ['spring', '2026-03-29', 23],
    ['autumn', '2026-10-25', 25],
    ['an ordinary day', '2026-06-01', 24],
  ])('cuts days and hours by the clock of the store: %s', async (_, day, hours) => {
    api = await testApi(testSite(), Date.parse('2026-12-01T00:00:00Z'));
    const from = Date.parse(`${day}T00:00:00+0${day === '2026-03-29' ? 1 : 2}:00`);
    const to = from + hours * 3_600_000;
    // One crossing in the first and one in the last minute of the day, one just before and one just after it.
    const minutes = [from - 60_000, from, to - 60_000, to];
    await feed(
      api.store,
      ...minutes.map((startMs, i) =>
        envelope('agg/traffic', i + 1, { ...traffic(0, { in: 1, out: 0 }), start: instant(startMs) }),
      ),
    );
    const range = `from=${instant(from - 86_400_000)}&to=${instant(to + 86_400_000)}`;
    const days = await api.get(Traffic, `${base}/traffic?${range}&bucket=day`);
    const today = days.points.find((p) => p.start === instant(from))!;
    expect([today.seconds, today.in]).toEqual([hours * 3600, 2]);
    expect(days.points.reduce((sum, p) => sum + (p.in ?? 0), 0)).toBe(4);
    const byHour = await api.get(Traffic, `${base}/traffic?from=${instant(from)}&to=${instant(to)}&bucket=hour`);
    expect(byHour.points).toHaveLength(hours);
    expect([byHour.points[0].in, byHour.points.at(-1)!.in]).toEqual([1, 1]);
  });
});

describe('zones, flows and today', () => {
  const bins = (counts: Record<number, number>) => Array.from({ length: 12 }, (_, i) => counts[i] ?? 0);

  it('gives dwell quantiles that mind the visits that were cut', async () => {
    api = await testApi();
    const row = { visits: 14, visitsVariance: 2, ended: 6, censored: 4, dwellS: 120, occupancyS: 90 };
    const histograms = { dwellHistogram: bins({ 4: 4, 6: 2 }), censoredHistogram: bins({ 4: 4 }) };
    await feed(api.store, envelope('agg/zone', 1, zone(0, { ...row, ...histograms, occupancyMax: 3 })));
    const { zones } = await api.get(ZonesAnswer, `${base}/zones`);
    expect(zones[0]).toMatchObject({ zone: 'entrance', name: 'Entrance', visits: 14, personS: 90 });
    expect(zones[0].dwellS.mean).toBe(20);
    expect(zones[0].dwellS.p50).toBeCloseTo(20, 6);
    expect(zones[0].occupancy).toEqual({ mean: 1.5, max: 3 });
    expect(zones[1]).toMatchObject({ zone: 'aisle', visits: null, coverage: null });
    const one = await api.get(ZoneAnswer, `${base}/zones/entrance?bucket=hour`);
    expect(one.total).toEqual(expect.objectContaining({ visits: 14, personS: 90 }));
    expect(one.points.reduce((sum, p) => sum + (p.visits ?? 0), 0)).toBe(14);
  });

  it('suppresses flows below k, and with them what would give them away', async () => {
    api = await testApi(testSite({ k: 5 }), T0 + 2 * 3_600_000);
    const data = flow(
      0,
      [
        ['entrance', 'aisle', 6],
        ['aisle', 'entrance', 4],
      ],
      3,
    );
    await feed(api.store, envelope('agg/flow', 1, data));
    const answer = await api.get(Flows, `${base}/flows`);
    // What left one of two zones came into the other: with 6 published, their visits would tell the 4.
    expect(answer).toMatchObject({ flows: [], unplaced: 13, withheld: true });
  });

  it('tells the day so far', async () => {
    api = await testApi(testSite(), T0 + 3_600_000);
    await feed(
      api.store,
      envelope('agg/traffic', 1, traffic(1, { in: 5, out: 2 })),
      envelope('agg/traffic', 2, traffic(1 - 7 * 24 * 60, { in: 7, out: 0 })),
      envelope('agg/zone', 4, zone(1, {}, { occupancyS: 120, occupancyMax: 4 })),
    );
    const view = api.board.node(STORE, NODE);
    api.board.setLive(view, liveMessage());
    const today = await api.get(Today, `${base}/today`);
    expect(today).toMatchObject({ date: '2026-10-01', from: '2026-09-30T22:00:00.000Z' });
    expect([today.entries.value, today.exits.value]).toEqual([5, 2]);
    expect(today.averageOnFloor).toMatchObject({ value: 2, max: 4, personS: 120 });
    expect(today.peopleNow).toEqual({ value: 4, at: instant(T0), stale: false });
    // A minute of a week ago is no day to compare with.
    expect(today.comparison).toBeNull();
    expect(today.targets).toBeUndefined();
    api.time.nowMs += 21_000;
    expect((await api.get(Today, `${base}/today`)).peopleNow.stale).toBe(true);
  });

  it('lives in the time of a simulated store', async () => {
    api = await testApi(testSite(), T0 + 30 * 86_400_000);
    api.board.node(STORE, NODE).birth = birth({ clock: 'simulated' });
    await feed(api.store, envelope('agg/traffic', 1, traffic(1, { in: 5, out: 2 })));
    await api.clocks.load(api.store, [STORE]);
    const today = await api.get(Today, `${base}/today`);
    expect([today.date, today.now, today.entries.value]).toEqual(['2026-10-01', instant(T0 + 120_000), 5]);
  });
});
