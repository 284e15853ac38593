import { expect, it } from 'vitest';
import { readStore } from '../../../gateway/api/read-store.ts';
import type { SalesContext, SalesRange } from '../../../gateway/figures/sales-context.ts';
import { storeDays } from '../../../gateway/figures/store-days.ts';
import { lagsOf } from '../../../gateway/figures/store-lag.ts';
import { toldSpan } from '../../../gateway/figures/told.ts';
import { keepDays } from '../../../gateway/jobs/keep-days.ts';
import { NoteBook } from '../../../gateway/notes/notes.ts';
import { pieces } from '../../../gateway/turns.ts';
import { instant } from '../../../models/contract/ids.ts';
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
        const businessDay = dateOf(START + d * DAY);
        receipts.push(receipt([line(1)], { number: `${receipts.length}`, timeMs, businessDay }));
      }
      messages.push(envelope('agg/traffic', messages.length + 1, traffic((at - T0) / MINUTE, { in: entries, out: 0 })));
    }
  }
  await feed(api.store, ...messages);
  await api.sales.add({ store: STORE, importId: 1, nowMs: T0, receipts });
}

/** That of the last day of a range. */
async function lagOf(context: SalesContext, range: SalesRange) {
  const days = storeDays(range.site.site).around(range);
  const told = await toldSpan(context, range);
  return (await lagsOf(context, range, days, told!, pieces())).get(days[days.length - 1].fromMs);
}

const day = (n: number) => ({ fromMs: START + n * DAY, toMs: START + (n + 1) * DAY });
const dateOf = (tMs: number) => new Date(tMs).toISOString().slice(0, 10);

it('is made of what is kept of each day, and anew when cameras, tills or notes say otherwise', async () => {
  const site = testSite({ timeZone: 'UTC' });
  const nowMs = START + (DAYS + 1) * DAY;
  const api = await testApi(site, nowMs);
  await tradingDays(api, WALK_MIN);
  const range = { store: STORE, site, nowMs, ...day(DAYS - 1) };
  const notes = new NoteBook(api.db);
  const store = readStore({ store: api.store, notes, sites: new Map([[STORE, site]]) });
  const read = () => lagOf({ store, sales: api.sales }, range);
  const kept = async () => {
    const rows = await api.db.selectFrom('kept').select('start').where('kind', '=', 'lag').orderBy('start').execute();
    return rows.map(({ start }) => (start - START) / DAY).filter((n) => n >= 0);
  };
  const lag = await read();
  expect(Math.abs(lag!.lagMinutes - WALK_MIN)).toBeLessThanOrEqual(2);
  // Of the last day no later receipt tells that it is over.
  expect(await kept()).toEqual([0, 1, 2, 3]);
  expect(await read()).toEqual(lag);
  const path = `/api/v1/stores/${STORE}/sales?from=${instant(range.fromMs)}&to=${instant(range.toMs)}`;
  expect((await api.get(SalesAnswer, path)).entryToTill).toMatchObject({ minutes: lag!.lagMinutes });
  const at = START + DAY + 11 * 3_600_000;
  const more = receipt([line(1)], { number: 'late', timeMs: at, businessDay: dateOf(at) });
  await api.sales.add({ store: STORE, importId: 2, nowMs: T0, receipts: [more] });
  expect(await kept()).toEqual([0, 2, 3]);
  await feed(api.store, envelope('agg/traffic', 99_999, traffic((START + 2 * DAY - T0) / MINUTE, { in: 1, out: 0 })));
  expect(await kept()).toEqual([0, 3]);
  const noon = START + 3 * DAY + 12 * 3_600_000;
  const note = {
    fromMs: noon,
    toMs: noon + 3_600_000,
    kind: 'drill' as const,
    text: 'Fire drill',
    effect: 'figures' as const,
  };
  const { id } = await notes.add(STORE, note, { by: 'anna', atMs: nowMs });
  expect(await kept()).toEqual([0]);
  const without = await read();
  expect(without!.score).not.toBe(lag!.score);
  expect(await kept()).toEqual([0, 1, 2, 3]);
  await notes.withdraw(STORE, id, { by: 'anna', atMs: nowMs });
  expect(await kept()).toEqual([0, 1, 2]);
  await api.close();
});

it('is that of the days before while a day goes on, and that of its hours on the first day', async () => {
  const site = testSite({ timeZone: 'UTC' });
  const api = await testApi(site, START + 20 * 3_600_000);
  await tradingDays(api, WALK_MIN);
  const first = { store: STORE, site, fromMs: START, toMs: START + 20 * 3_600_000, nowMs: START + 20 * 3_600_000 };
  expect(Math.abs((await lagOf(api, first))!.lagMinutes - WALK_MIN)).toBeLessThanOrEqual(4);
  const noonMs = START + 4 * DAY + 12 * 3_600_000;
  const fourth = await lagOf(api, { ...first, ...day(3), nowMs: noonMs });
  expect(await lagOf(api, { ...first, fromMs: START + 4 * DAY, toMs: noonMs, nowMs: noonMs })).toEqual(fourth);
  await api.close();
});

it('is made at night, with the sums of the days that are over', async () => {
  const site = testSite({ timeZone: 'UTC' });
  const nowMs = START + (DAYS + 1) * DAY;
  const api = await testApi(site, nowMs);
  await tradingDays(api, WALK_MIN);
  const keep = () =>
    keepDays({ ...api, read: api.store }, site.site, { days: 30, nowMs }, new AbortController().signal);
  // Of the last day there is no later receipt that would say that it is over.
  expect(await keep()).toBe(DAYS - 1);
  expect(await keep()).toBe(0);
  const kept = await api.db.selectFrom('kept').select(['kind', 'start']).where('body', 'is not', null).execute();
  for (const kind of ['traffic', 'traffic/settled', 'products', 'lag', 'takings']) {
    expect(kept.filter((row) => row.kind === kind && row.start >= START)).toHaveLength(DAYS - 1);
  }
  await api.close();
});

it('is made anew at night where another k holds', async () => {
  const nowMs = START + (DAYS + 1) * DAY;
  const api = await testApi(testSite({ timeZone: 'UTC', k: 3 }), nowMs);
  await tradingDays(api, WALK_MIN);
  const keep = (k: number) =>
    keepDays(
      { ...api, read: api.store },
      testSite({ timeZone: 'UTC', k }).site,
      { days: 30, nowMs },
      new AbortController().signal,
    );
  const bases = async (kind: 'units' | 'takings' | 'published') => {
    const spans = [0, 1, 2, 3].map((d) => ({ startMs: START + d * DAY, endMs: START + (d + 1) * DAY }));
    const found = await api.store.kept.find<{ basis: string }>(STORE, kind, spans);
    return [...found.values()].map(({ basis }) => basis.split(' ')[1]);
  };
  for (const k of [3, 5]) {
    await keep(k);
    for (const kind of ['units', 'takings', 'published'] as const) {
      expect(await bases(kind)).toEqual(Array(4).fill(`${k}`));
    }
  }
  await api.close();
});
