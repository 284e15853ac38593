import { afterEach, describe, expect, it } from 'vitest';
import { queueWait } from '../../../gateway/alerts/sources/queues.ts';
import { emptyHistogram } from '../../../models/contract/histogram.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, queue, T0, zone } from '../../support/messages.ts';

let api: TestApi;
afterEach(() => api?.close());
const MINUTE_MS = 60_000;

let seq = 0;
/** So many were served in a minute after waiting 5 to 10 s each. */
const waits = (minute: number, served: number) => {
  const waitHistogram = emptyHistogram();
  waitHistogram[3] = served;
  return [
    envelope('agg/queue', ++seq, queue(minute, { visits: served, served, cut: 0, lengthS: 9, waitHistogram })),
    envelope('agg/zone', ++seq, zone(minute, { zone: 'queue', visits: served, ended: served })),
  ];
};

async function valueAt(minute: number, k: number, ...messages: ReturnType<typeof waits>): Promise<number | null> {
  const loaded = testSite({ zones: SHOP_ZONES, k });
  api = await testApi(loaded, T0 + minute * MINUTE_MS);
  await feed(api.store, ...messages);
  const context = { site: loaded.site, store: api.store, nowMs: T0 + minute * MINUTE_MS };
  const [reading] = await queueWait.read(context as never, {} as never);
  return reading.value;
}

describe('the wait of nine in ten', () => {
  it('is that of the last 15 minutes where single visits are told', async () => {
    expect(await valueAt(70, 1, ...waits(40, 9), ...waits(60, 2))).toBeCloseTo(9.5);
  });

  it.each([
    ['is that of the newest hour that is published', 70, [[20, 9]], 9.5],
    ['is not that of the hour that goes on', 59, [[20, 9]], null],
    [
      'stays the same as the minutes go by',
      119,
      [
        [20, 9],
        [61, 30],
      ],
      9.5,
    ],
    ['is not told of fewer than k', 70, [[20, 4]], null],
    ['is 0 where nobody waited', 70, [[20, 0]], 0],
  ] as const)('%s with k above 1', async (_, minute, of, value) => {
    const shown = await valueAt(minute, 5, ...of.flatMap(([at, n]) => waits(at, n)));
    if (value === null) expect(shown).toBeNull();
    else expect(shown).toBeCloseTo(value);
  });
});
