import { afterEach, describe, expect, it } from 'vitest';
import { Flows } from '../../../models/contract/api/flows.ts';
import { Heat } from '../../../models/contract/api/heat.ts';
import { instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, flow, heat, STORE, T0 } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());
const base = `/api/v1/stores/${STORE}`;

describe('heat', () => {
  it('leaves cells below k out as null, never as 0, and out of the total as well', async () => {
    api = await testApi(testSite({ k: 5 }), T0 + 2 * 3_600_000);
    await feed(
      api.store,
      // Cell 1: 3 + 3 visits in two periods may be the same three people. Cell 2: 6 in one period. Cell 3: 9.
      envelope(
        'agg/heat',
        1,
        heat(
          0,
          [
            [1, 10, 3],
            [2, 20, 6],
            [3, 30, 9],
          ],
          2,
        ),
      ),
      envelope('agg/heat', 2, heat(1, [[1, 10, 3]])),
    );
    const answer = await api.get(Heat, `${base}/heat?from=${instant(T0)}&to=${instant(T0 + 600_000)}`);
    expect(answer.personS.slice(0, 5)).toEqual([null, null, 20, 30, null]);
    expect(answer.visits.slice(0, 5)).toEqual([null, null, 6, 9, null]);
    expect(answer).toMatchObject({ suppressed: true, suppressedCells: 46, k: 5, totalPersonS: 50 });
    expect(answer.unplaced).toBeNull();
    expect(answer.latest).toBe(instant(T0 + 120_000));
    expect([answer.from, answer.to]).toEqual([instant(T0), instant(T0 + 3_600_000)]);
    expect(answer.coverage).toBeCloseTo(2 / 60, 6);
  });

  it('adds the messages of one period before it looks for k', async () => {
    api = await testApi(testSite({ k: 5 }), T0 + 2 * 3_600_000);
    await feed(
      api.store,
      envelope('agg/heat', 1, heat(0, [[1, 10, 3]])),
      envelope('agg/heat', 2, heat(0, [[1, 5, 2]])),
    );
    const answer = await api.get(Heat, `${base}/heat?from=${instant(T0)}&to=${instant(T0 + 600_000)}`);
    expect([answer.personS[1], answer.visits[1], answer.suppressedCells]).toEqual([15, 5, 47]);
  });

  it('knows nothing where nothing was reported', async () => {
    api = await testApi();
    const answer = await api.get(Heat, `${base}/heat`);
    expect(answer).toMatchObject({ coverage: null, latest: null, totalPersonS: 0, suppressed: false });
    expect(new Set(answer.personS)).toEqual(new Set([null]));
  });
});

it('widens the range of heat and flows to whole heat periods', async () => {
  const site = testSite();
  site.site.privacy.heatMinutes = 15;
  api = await testApi(site, T0 + 20 * 60_000);
  const period = { start: instant(T0), seconds: 900 };
  await feed(
    api.store,
    envelope('agg/heat', 1, { ...heat(0, [[1, 10, 3]]), ...period }),
    envelope('agg/flow', 2, { ...flow(0, [['entrance', 'aisle', 7]]), ...period }),
  );
  const range = `from=${instant(T0 + 5 * 60_000)}&to=${instant(T0 + 20 * 60_000)}`;
  const widened = { from: instant(T0), to: instant(T0 + 30 * 60_000) };
  const map = await api.get(Heat, `${base}/heat?${range}`);
  expect(map).toMatchObject({ ...widened, totalPersonS: 10, coverage: 1 });
  expect(await api.get(Flows, `${base}/flows?${range}`)).toMatchObject({ ...widened, flows: [{ count: 7 }] });
});
