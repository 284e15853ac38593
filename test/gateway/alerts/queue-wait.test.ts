import { expect, it } from 'vitest';
import { queueWait } from '../../../gateway/alerts/sources/queues.ts';
import { emptyHistogram } from '../../../models/contract/histogram.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';

it.each([
  [2, 2, false],
  [2, 3, true],
  [5, 4, false],
  [5, 5, true],
])('with k %d the wait of %d people is told: %s', async (k, served, told) => {
  const { site } = testSite({ zones: SHOP_ZONES, k });
  const waitHistogram = emptyHistogram();
  waitHistogram[3] = served;
  const sum = {
    ...{ zone: 'queue', seenS: 900, visits: served, served, abandoned: 0, cut: 0, lengthS: 9 },
    ...{ waitHistogram, censoredHistogram: emptyHistogram() },
  };
  const context = { site, store: { queues: async () => [sum] }, nowMs: 0 };
  const [reading] = await queueWait.read(context as never, {} as never);
  expect(reading.value !== null).toBe(told);
});
