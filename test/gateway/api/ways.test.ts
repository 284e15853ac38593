import { afterEach, describe, expect, it } from 'vitest';
import { Flows } from '../../../models/contract/api/flows.ts';
import { Nodes } from '../../../models/contract/api/nodes.ts';
import { Paths } from '../../../models/contract/api/paths.ts';
import { StoreDetail } from '../../../models/contract/api/stores.ts';
import { Today } from '../../../models/contract/api/today.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { ZoneAnswer, ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { birth, envelope, flow, health, heat, NODE, path, STORE, T0, traffic, zone } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());
const base = `/api/v1/stores/${STORE}`;
const range = `from=${instant(T0)}&to=${instant(T0 + 600_000)}`;

describe('paths', () => {
  const right = (n: number): number[] => [0, 0, n, 0, 0, 0, 0, 0];

  it('gives directions by cell, those below k as null and never as 0', async () => {
    api = await testApi(testSite({ k: 5 }), T0 + 2 * 3_600_000);
    await feed(
      api.store,
      envelope(
        'agg/path',
        1,
        path(
          0,
          [
            [1, right(7)],
            [2, right(3)],
            [3, right(4)],
          ],
          2,
        ),
      ),
      envelope(
        'agg/path',
        2,
        path(1, [
          [1, right(1)],
          [2, right(3)],
        ]),
      ),
      envelope('agg/heat', 3, heat(0, [])),
      envelope('agg/heat', 4, heat(1, [])),
      envelope('agg/heat', 5, heat(2, [])),
    );
    const answer = await api.get(Paths, `${base}/paths?${range}&floor=0`);
    // Others look like those that nobody left.
    const shown = right(8).map((n) => n || null);
    expect(answer.cells).toEqual([{ cell: 1, directions: shown, suppressed: false }]);
    expect(answer).toMatchObject({ k: 5, suppressed: true, suppressedCells: 47, unplaced: null, columns: 8 });
    // The third minute was seen, though nobody walked.
    expect([answer.coverage, answer.latest]).toEqual([3 / 60, instant(T0 + 180_000)]);
  });

  it('knows nothing where nothing was reported, and no other floor', async () => {
    api = await testApi();
    expect(await api.get(Paths, `${base}/paths`)).toMatchObject({ cells: [], coverage: null, latest: null });
    expect((await api.problem(404, `${base}/paths?floor=9`)).fix).toContain('one of: 0');
  });
});

describe('where ways begin and end', () => {
  const ends = (count: number) => [{ from: 'line:door', to: 'zone:aisle', count, variance: 0.5 }];

  it('is not measured by an older node', async () => {
    api = await testApi();
    await feed(
      api.store,
      envelope('agg/flow', 1, flow(0, [['entrance', 'aisle', 6]])),
      envelope('agg/zone', 2, zone(0)),
    );
    const answer = await api.get(Flows, `${base}/flows?${range}`);
    expect(answer).toMatchObject({ flows: [{ count: 6 }], ends: null, endsUnplaced: null, coverage: 0.1 });
  });

  it.each([
    [4, [], 7],
    [6, [{ from: 'line:door', to: 'zone:aisle', count: 6, suppressed: false }], null],
  ])('publishes %i of a single pair as %j', async (n, pairs, unplaced) => {
    api = await testApi(testSite({ k: 5 }), T0 + 2 * 3_600_000);
    await feed(api.store, envelope('agg/flow', 1, { ...flow(0, []), ends: ends(n), endsUnplaced: 3 }));
    const answer = await api.get(Flows, `${base}/flows?${range}`);
    expect(answer.ends).toMatchObject(pairs);
    expect(answer.ends).toHaveLength(pairs.length);
    // The three alone are fewer than k; with the four that are hidden they are enough.
    expect(answer.endsUnplaced).toBe(unplaced);
  });
});

describe('what came later in the messages', () => {
  const site = () => testSite({ zones: SHOP_ZONES });

  it('is null where no node measured it', async () => {
    api = await testApi(site(), T0 + 600_000);
    const shelf = { visits: 3, zone: 'shelf' };
    await feed(
      api.store,
      envelope('agg/traffic', 1, traffic(0, { in: 3, out: 1 })),
      envelope('agg/zone', 2, zone(0, shelf)),
    );
    const { points } = await api.get(Traffic, `${base}/traffic?${range}&bucket=total`);
    expect(points[0]).toMatchObject({ in: 3, units: null });
    const { zones } = await api.get(ZonesAnswer, `${base}/zones?${range}`);
    expect(zones.find((it) => it.zone === 'shelf')).toMatchObject({ visits: 3, interactions: null });
    const today = await api.get(Today, `${base}/today`);
    expect(today).toMatchObject({ units: null, inside: null, leftOut: { staffS: null, stillS: null } });
  });

  it('adds up buying units, stops and reaches, people inside and what is left out', async () => {
    api = await testApi(site(), T0 + 600_000);
    const floor = { insideS: 720, insideVarianceS: 240, insideSeenS: 60, staffS: 90, stillS: 60 };
    await feed(
      api.store,
      envelope('agg/traffic', 1, traffic(0, { in: 3, out: 1, unitsIn: 2, unitsOut: 1 })),
      envelope('agg/traffic', 2, traffic(1, { in: 5, out: 0, unitsIn: 3, unitsOut: 0 })),
      envelope('agg/zone', 3, zone(1, { zone: 'shelf', stops: 8, reaches: 2 }, floor)),
      envelope('agg/zone', 4, zone(2, { zone: 'aisle', stops: 0, reaches: 0 }, { ...floor, insideS: 600 })),
    );
    const { points } = await api.get(Traffic, `${base}/traffic?${range}&bucket=total`);
    expect(points[0].units).toEqual({ in: 5, out: 1 });
    const one = await api.get(ZoneAnswer, `${base}/zones/shelf?${range}&bucket=minute`);
    expect(one.total.interactions).toEqual({ stops: 8, reaches: 2, reachShare: 0.25 });
    expect(one.points.map((p) => p.interactions?.stops ?? null).slice(0, 3)).toEqual([null, 8, null]);
    const { zones } = await api.get(ZonesAnswer, `${base}/zones?${range}`);
    expect(zones.find((it) => it.zone === 'aisle')!.interactions).toBeNull();
    const today = await api.get(Today, `${base}/today`);
    expect(today.units).toEqual({ in: 5, out: 1 });
    expect(today.inside).toMatchObject({ people: 10, at: instant(T0 + 180_000) });
    expect(today.inside!.interval[0]).toBeCloseTo(10 - 1.96 * Math.sqrt(4.27), 2);
    expect(today.leftOut).toEqual({ staffS: 180, stillS: 120 });
    api.time.nowMs += 20 * 60_000;
    expect((await api.get(Today, `${base}/today`)).inside).toBeNull();
  });
});

it('shows the doors of a node, and names those that err', async () => {
  api = await testApi();
  const view = api.board.node(STORE, NODE);
  const doors = [
    { line: 'door', direction: 'in' as const, missedShare: 0.083, sd: 0.02, errs: true },
    { line: 'door', direction: 'out' as const, missedShare: -0.041, sd: 0.01, errs: true },
    { line: 'door', direction: 'out' as const, missedShare: 0.001, sd: 0.01, errs: false },
  ];
  view.birth = birth();
  view.health = health({ doors });
  const { nodes } = await api.get(Nodes, '/api/v1/nodes');
  expect(nodes[0].health!.doors).toEqual(doors);
  const { notices } = await api.get(StoreDetail, base);
  expect(notices.filter((it) => it.startsWith('Line'))).toEqual([
    'Line door misses about 8 % of those who come in: look at its camera and at where it is drawn.',
    'Line door counts about 4 % too many of those who go out: look at its camera and at where it is drawn.',
  ]);
});
