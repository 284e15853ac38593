import { afterEach, beforeEach, expect, it } from 'vitest';
import { importRejected } from '../../../gateway/alerts/sources/work.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { STORE, T0 } from '../../support/messages.ts';

const HOUR_MS = 3_600_000;
const { site } = testSite();
let api: TestApi;
beforeEach(async () => {
  api = await testApi(testSite(), T0);
});
afterEach(() => api.close());

/** What could not be read in the last hour, by where it came from. */
async function rejected(): Promise<Record<string, number | null>> {
  const { store, board, db, time } = api;
  const rule = { id: 'r', source: 'import-rejected' } as never;
  const { nowMs } = time;
  const readings = await importRejected.read({ site, store, board, db, nowMs, wallMs: nowMs }, rule);
  return Object.fromEntries(readings.map(({ subject, value }) => [subject, value]));
}
const push = () => api.tills.push(STORE, [{ till: '' }, null], 'push');

it('lines of a push count in the hour in which they were rejected, however old the import of the day is', async () => {
  await push();
  expect(await rejected()).toMatchObject({ tills: 2 });
  api.time.nowMs = T0 + 2 * HOUR_MS;
  expect(await rejected()).toMatchObject({ tills: 0 });
  await push();
  await push();
  expect(await rejected()).toMatchObject({ tills: 4 });
  expect(await api.sales.imports(STORE)).toMatchObject([{ rejected: 6 }]);
  api.time.nowMs += 2 * HOUR_MS;
  expect(await rejected()).toMatchObject({ tills: 0 });
});

it('minutes in which lines were rejected are forgotten after a day', async () => {
  for (let hour = 0; hour < 48; hour++) {
    api.time.nowMs = T0 + hour * HOUR_MS;
    await push();
  }
  const minutes = await api.db.selectFrom('pos_reject_minute').selectAll().execute();
  expect(minutes.length).toBe(25);
});

it('rows of an import that took hours count when it ends', async () => {
  const about = { store: STORE, kind: 'products' as const, name: 'p.csv', via: 'command' as const };
  const counts = { state: 'done' as const, accepted: 0, duplicates: 0, rejected: 3, error: null };
  const times = { started: T0, ended: T0 + 3 * HOUR_MS };
  await api.db
    .insertInto('reference_import')
    .values({ ...about, ...counts, ...times })
    .execute();
  api.time.nowMs = T0 + 3.5 * HOUR_MS;
  expect(await rejected()).toMatchObject({ reference: 3 });
  api.time.nowMs = T0 + 5 * HOUR_MS;
  expect(await rejected()).toMatchObject({ reference: 0 });
});
