import { afterEach, describe, expect, it } from 'vitest';
import { Queues } from '../../../models/contract/api/queues.ts';
import { Today } from '../../../models/contract/api/today.ts';
import { instant } from '../../../models/contract/ids.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, queue, STORE, T0 } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api.close());
const base = `/api/v1/stores/${STORE}`;
const bins = (counts: Record<number, number>) => Array.from({ length: 12 }, (_, i) => counts[i] ?? 0);
const site = () => testSite({ zones: SHOP_ZONES });
const range = `from=${instant(T0)}&to=${instant(T0 + 3_600_000)}`;

const busy = {
  ...{ lengthS: 120, lengthMax: 5, visits: 6, served: 4, servedVariance: 0.3, abandoned: 1, abandonedVariance: 0.2 },
  ...{ cut: 1, waitS: 180, waitHistogram: bins({ 6: 4 }), censoredHistogram: bins({ 5: 1, 6: 1 }) },
  ...{ services: 3, serviceS: 90, serviceHistogram: bins({ 5: 3 }) },
};

describe('queues', () => {
  it('gives each queue its buckets and their total', async () => {
    api = await testApi(site(), T0 + 3_600_000);
    await feed(
      api.store,
      envelope('agg/queue', 1, queue(0, busy)),
      envelope('agg/queue', 2, queue(20, { ...busy, lengthMax: 2 })),
      envelope('agg/queue', 3, queue(40, { coverage: 0 })),
    );
    const answer = await api.get(Queues, `${base}/queues?${range}&bucket=quarter`);
    expect(answer).toMatchObject({ bucket: 'quarter', from: instant(T0) });
    const [one] = answer.queues;
    expect(one).toMatchObject({ zone: 'queue', name: 'Queue' });
    expect(one.total).toMatchObject({ length: { mean: 2, max: 5 }, joined: 12, abandonmentShare: 0.2 });
    expect(one.total.waits).toMatchObject({ served: 8, abandoned: 2, cut: 2 });
    expect(one.total.waits.servedInterval![0]).toBeLessThan(8);
    expect(one.total.waitS.mean).toBe(45);
    // The one till of this shop is run by one person at a time.
    expect(one.total.serviceS.mean).toBeNull();
    // Two of the 58 minutes that can be judged were seen.
    expect(one.total.coverage).toBeCloseTo(2 / 58, 6);
    expect(one.points.map((p) => [p.length.max, p.waits.served])).toEqual([
      [5, 4],
      [2, 4],
      [null, null],
      [null, null],
    ]);
    expect(one.points.map((p) => p.coverage)).toEqual([1 / 15, 1 / 15, 0, null]);
    expect((await api.get(Queues, `${base}/queues?${range}&zone=queue&bucket=total`)).queues).toHaveLength(1);
  });

  it('is empty where no queue is drawn, and not known where none was reported', async () => {
    api = await testApi();
    expect((await api.get(Queues, `${base}/queues?${range}`)).queues).toEqual([]);
    await api.close();
    api = await testApi(site());
    const { queues } = await api.get(Queues, `${base}/queues?${range}`);
    expect(queues[0].total).toMatchObject({ joined: null, coverage: null });
  });

  it.each([
    [400, 'from=yesterday', 'RFC 3339'],
    [400, 'bucket=year', 'openapi'],
    [400, 'floor=0', 'openapi'],
    [404, 'zone=entrance', 'one of: queue'],
  ])('answers %i to %s', async (status, query, fix) => {
    api = await testApi(site());
    expect((await api.problem(status, `${base}/queues?${query}`)).fix).toContain(fix);
  });

  it('stands in today: how long it is, and how long it was', async () => {
    api = await testApi(site(), T0 + 30 * 60_000);
    await feed(
      api.store,
      envelope('agg/queue', 1, queue(0, busy)),
      envelope('agg/queue', 2, queue(28, { lengthS: 60, lengthMax: 2 })),
    );
    const at = instant(T0 + 29 * 60_000);
    const today = await api.get(Today, `${base}/today`);
    expect(today.queues).toMatchObject([{ zone: 'queue', now: { length: 1, max: 2, at }, peak: 5 }]);
    api.time.nowMs += 11 * 60_000;
    expect((await api.get(Today, `${base}/today`)).queues).toMatchObject([{ now: null, peak: 5 }]);
  });
});
