import { afterAll, beforeAll, expect, it } from 'vitest';
import { Compare } from '../../../models/contract/compare.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { incoming, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, NODE, STORE, T0, traffic } from '../../support/messages.ts';

/** 100, 200 and 400 m², open two hours on Wednesdays. */
const sites = [STORE, 'two', 'three'].map((store, i): LoadedSite => {
  const loaded = testSite({ store });
  return { ...loaded, site: { ...loaded.site, cluster: 'city', areaM2: 100 * 2 ** i, hours: { wed: '10:00-12:00' } } };
});
let api: TestApi;
beforeAll(async () => {
  const [first, ...others] = sites;
  api = await testApi(first, T0 + 3_600_000, { others });
  for (const [i, { site }] of sites.entries()) {
    // Every minute of the two hours a day before, and 364 days before that; the third store was blind then.
    for (const [n, back] of [1, 365].entries()) {
      if (i === 2 && n === 1) continue;
      const messages = Array.from({ length: 120 }, (_, minute) => {
        const seq = (i * 2 + n) * 120 + minute + 1;
        const data = traffic(minute - back * 1440, { in: (i + 1) * (n === 0 ? 2 : 1), out: 0 });
        return incoming(envelope('agg/traffic', seq, data, { source: `aisle/1/${site.store}/${NODE}` }), site.store);
      });
      await api.store.accept({ messages, refusals: [], contiguous: [] });
    }
  }
});
afterAll(() => api.close());

it('tells entries per store, square metre and hour, the cluster’s medians, and like for like', async () => {
  const { stores, likeForLike } = await api.get(
    Compare,
    '/api/v1/compare?metric=entries&from=2026-09-24&to=2026-10-01',
  );
  expect(
    stores.map(({ value, perM2, perOpenHour, before, coverage }) => [value, perM2, perOpenHour, before, coverage]),
  ).toEqual([
    [240, 2.4, 120, 120, 1],
    [480, 2.4, 240, 240, 1],
    [720, 1.8, 360, null, 1],
  ]);
  for (const { benchmark } of stores)
    expect(benchmark).toEqual({ stores: 3, value: 480, perM2: 2.4, perOpenHour: 240 });
  expect(likeForLike).toEqual({ stores: 2, value: 720, before: 360, change: 1 });
  expect(await api.get(Compare, '/api/v1/compare?metric=entries')).toMatchObject({
    stores: [{ value: 240 }, { value: 480 }, { value: 720 }],
  });
});

it('holds a range that is not over yet against as much of the year before', async () => {
  const nowMs = api.time.nowMs;
  api.time.nowMs = T0 - 86_400_000 + 60 * 60_000;
  const { stores } = await api.get(Compare, '/api/v1/compare?metric=entries&from=2026-09-29&to=2026-10-20');
  expect(stores.map(({ value, before, change }) => [value, before, change])).toEqual([
    [120, 60, 1],
    [240, 120, 1],
    [360, null, null],
  ]);
  api.time.nowMs = nowMs;
});

it('shows of the cluster only its medians to whoever may see one store of it', async () => {
  const headers = await api.as('manager', 'store:two');
  const response = await api.app.inject({ url: '/api/v1/compare?metric=entries', headers: { ...headers } });
  const { stores, likeForLike } = response.json() as Compare;
  expect(stores.map(({ store }) => store)).toEqual(['two']);
  expect(stores[0].benchmark).toMatchObject({ stores: 3, value: 480 });
  expect(likeForLike).toMatchObject({ stores: 1, value: 480 });
});

it('knows nothing of sales where no till has told', async () => {
  const { stores } = await api.get(Compare, '/api/v1/compare?metric=sales');
  expect(stores.map(({ value, benchmark }) => [value, benchmark])).toEqual(Array(3).fill([null, null]));
  expect((await api.get(Compare, '/api/v1/compare?metric=conversion')).stores[0].value).toBeNull();
});

it.each([
  '',
  'metric=people',
  'metric=entries&from=2026-02-30',
  'metric=entries&from=2026-10-02&to=2026-10-01',
  'metric=entries&from=2025-01-01&to=2026-01-01',
])('refuses %s', async (query) => {
  await api.problem(400, `/api/v1/compare?${query}`);
});
