import { afterEach } from 'vitest';
import { instant } from '../../../models/contract/ids.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0, zone } from '../../support/messages.ts';

/** A gateway with a k, and visits, for tests: what a test has opened is closed behind it. */
export let api: TestApi;
afterEach(() => api?.close());
export async function openApi(...options: Parameters<typeof testApi>): Promise<void> {
  api = await testApi(...options);
}
export const base = `/api/v1/stores/${STORE}`;
export const HOUR_MS = 3_600_000;
export const range = (fromMin: number, toMin: number) =>
  `from=${instant(T0 + fromMin * 60_000)}&to=${instant(T0 + toMin * 60_000)}`;
export const site = (k = 5) => testSite({ k, zones: SHOP_ZONES });

let seq = 0;
/** The next message's number. */
export const nextSeq = (): number => ++seq;
/** Visits of a zone in a minute, of which all ended, 10 s each. */
export const visits = (minute: number, n: number, of = 'entrance', more = {}) => {
  const dwellHistogram = Array.from({ length: 12 }, (_, bin) => (bin === 4 ? n : 0));
  const row = {
    zone: of,
    visits: n,
    visitsVariance: 0,
    ended: n,
    censored: 0,
    engaged: n,
    dwellS: 10 * n,
    occupancyS: 10 * n,
  };
  return envelope('agg/zone', nextSeq(), zone(minute, { ...row, dwellHistogram, ...more }));
};
