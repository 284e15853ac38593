import { expect, it } from 'vitest';
import { lagOf } from '../../../gateway/figures/store-lag.ts';
import { keepDays } from '../../../gateway/jobs/keep-days.ts';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';
import { line, receipt } from '../../support/sales.ts';
import { seeded } from '../../support/walk.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DAYS = 5;
const WALK_MIN = 17;
/** Begins at midnight in UTC, with the store's day. */
const START = Math.floor(T0 / DAY) * DAY;

/** Days of eight hours in which 60 % of those who come in pay about a quarter of an hour later. */
async function tradingDays(api: TestApi, walkMin: number): Promise<void> {
  const next = seeded(7);
  const [messages, receipts] = [[] as ReturnType<typeof envelope>[], [] as ReturnType<typeof receipt>[]];
  for (let d = 0; d < DAYS; d++) {
    for (let m = 0; m < 480; m++) {
      const at = START + d * DAY + (600 + m) * MINUTE;
      let entries = 0;
      for (let n = 0; n < 4; n++) {
        if (next() >= 0.2) continue;
        entries++;
        if (next() >= 0.6) continue;
        const timeMs = at + Math.round(walkMin + 8 * (next() - 0.5)) * MINUTE;
        const businessDay = new Date(START + d * DAY).toISOString().slice(0, 10);
        receipts.push(receipt([line(1)], { number: `${receipts.length}`, timeMs, businessDay }));
      }
      messages.push(envelope('agg/traffic', messages.length + 1, traffic((at - T0) / MINUTE, { in: entries, out: 0 })));
    }
  }
  await feed(api.store, ...messages);
  await api.sales.add({ store: STORE, importId: 1, nowMs: T0, receipts });
}

it('is found once for a day, stays with it, and is found anew when the tills tell more', async () => {
  const site = testSite({ timeZone: 'UTC' });
  const nowMs = START + (DAYS + 1) * DAY;
  const api = await testApi(site, nowMs);
  await tradingDays(api, WALK_MIN);
  const lastDay = { fromMs: START + (DAYS - 1) * DAY, toMs: START + DAYS * DAY };
  const range = { store: STORE, site, nowMs, ...lastDay };
  const stored = () => api.db.selectFrom('till_lag').selectAll().orderBy('day').execute();
  const lag = await lagOf(api, range);
  expect(Math.abs(lag!.lagMinutes - WALK_MIN)).toBeLessThanOrEqual(2);
  expect(await stored()).toMatchObject([{ minutes: lag!.lagMinutes, score: lag!.score }]);
  // What is stored is what is answered.
  await api.db.updateTable('till_lag').set({ minutes: 3 }).execute();
  expect((await lagOf(api, range))!.lagMinutes).toBe(3);
  const path = `/api/v1/stores/${STORE}/sales?from=${new Date(lastDay.fromMs).toISOString()}&to=${new Date(lastDay.toMs).toISOString()}`;
  expect((await api.get(SalesAnswer, path)).entryToTill).toMatchObject({ minutes: 3 });
  const more = receipt([line(1)], {
    number: 'late',
    timeMs: lastDay.fromMs + 11 * 3_600_000,
    businessDay: new Date(lastDay.fromMs).toISOString().slice(0, 10),
  });
  await api.sales.add({ store: STORE, importId: 2, nowMs: T0, receipts: [more] });
  expect((await lagOf(api, range))!.lagMinutes).toBe(lag!.lagMinutes);
  await api.close();
});

it('is that of the days before while a day goes on, and that of its hours on the first day', async () => {
  const site = testSite({ timeZone: 'UTC' });
  const api = await testApi(site, START + 20 * 3_600_000);
  await tradingDays(api, WALK_MIN);
  const first = { store: STORE, site, fromMs: START, toMs: START + 20 * 3_600_000, nowMs: START + 20 * 3_600_000 };
  expect(Math.abs((await lagOf(api, first))!.lagMinutes - WALK_MIN)).toBeLessThanOrEqual(4);
  expect(await api.db.selectFrom('till_lag').selectAll().execute()).toEqual([]);
  const noonMs = START + 4 * DAY + 12 * 3_600_000;
  await lagOf(api, { ...first, fromMs: START + 4 * DAY, toMs: noonMs, nowMs: noonMs });
  const days = await api.db.selectFrom('till_lag').select('day').execute();
  expect(days).toEqual([{ day: new Date(START + 3 * DAY).toISOString().slice(0, 10) }]);
  await api.close();
});

it('is made at night, with the sums of the days that are over', async () => {
  const site = testSite({ timeZone: 'UTC' });
  const nowMs = START + (DAYS + 1) * DAY;
  const api = await testApi(site, nowMs);
  await tradingDays(api, WALK_MIN);
  const keep = () =>
    keepDays({ ...api, lagStore: api.store }, site.site, { days: 30, nowMs }, new AbortController().signal);
  // Of the last day there is no later receipt that would say that it is over.
  expect(await keep()).toBe(DAYS - 1);
  expect(await keep()).toBe(0);
  expect(await api.db.selectFrom('till_lag').select('day').execute()).toHaveLength(DAYS + 1);
  const kept = await api.db.selectFrom('kept').select(['kind', 'start']).where('body', 'is not', null).execute();
  for (const kind of ['traffic', 'traffic/settled', 'products', 'sales']) {
    expect(kept.filter((row) => row.kind === kind && row.start >= START)).toHaveLength(DAYS - 1);
  }
  await api.close();
});
