import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeClocks } from '../../../gateway/pos/judge-clocks.ts';
import { migrateTo } from '../../../gateway/store/migrations.ts';
import { instant } from '../../../models/contract/ids.ts';
import { PosClocks } from '../../../models/contract/pos.ts';
import type { LoadedSite } from '../../../models/host/site-file.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, queue, STORE, T0 } from '../../support/messages.ts';

const MINUTES = 600;
const OFF_MINUTES = 37;
const DAY = '2026-10-01';
const URL = `/api/v1/stores/${STORE}/pos/clocks`;
const span = { store: STORE, fromMs: T0 - 86_400_000, toMs: T0 + 2 * 86_400_000 };

/** Minutes at random, of a generator that is the same everywhere. */
function minutesOf(seed: number, share: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: MINUTES }, (_, minute) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < share ? [minute] : [];
  }).flat();
}
const BUSY = { one: minutesOf(1, 0.3), fast: minutesOf(2, 0.3), three: minutesOf(3, 0.3) };
/** Its customers go by another door: what it sells has nothing to do with who is seen. */
const KIOSK = minutesOf(99, 0.3);

let site: LoadedSite;
let api: TestApi;
const sale = (till: string, minute: number, offMinutes = 0) => ({
  ...{ till, number: minute, currency: 'EUR', time: instant(T0 + (minute + offMinutes) * 60_000 + 10_000) },
  lines: [{ sku: 'a', quantity: 1, net: 1 }],
});
const judge = () => judgeClocks({ store: api.store, clocks: api.sales.clocks }, site.site, api.time.nowMs);
const minutes = async () => (await api.sales.minuteSums(span)).map(({ startMs, receipts }) => [startMs, receipts]);
async function transactions() {
  const all = await api.sales.transactions(span);
  for (let { next } = all; next !== undefined; ) {
    const page = await api.sales.transactions(span, next);
    all.transactions.push(...page.transactions);
    next = page.next;
  }
  return all.transactions;
}
const told = async () => (await transactions()).map(({ till, number, told }) => `${till}/${number} ${told}`).sort();
const find = async (wanted: string) => (await transactions()).find(({ number }) => number === wanted);

beforeAll(async () => {
  site = testSite({ zones: SHOP_ZONES });
  api = await testApi(site, T0 + 86_400_000);
  const served = new Array<number>(MINUTES).fill(0);
  // The camera misses one in ten.
  for (const list of Object.values(BUSY)) for (const minute of list.filter((_, i) => i % 10 !== 3)) served[minute]++;
  await feed(
    api.store,
    ...served.map((services, n) => envelope('agg/queue', n + 1, queue(n, { services, serviceS: 30 * services }))),
  );
  const sales = [
    ...BUSY.one.map((minute) => sale('one', minute)),
    ...BUSY.fast.map((minute) => sale('fast', minute, OFF_MINUTES)),
    ...BUSY.three.map((minute) => sale('three', minute)),
    ...KIOSK.map((minute) => sale('kiosk', minute)),
  ];
  expect(await api.tills.push(STORE, sales, 'push')).toMatchObject({ accepted: sales.length });
});
afterAll(() => api.close());

it('corrects the one till that is off, leaves the others, and changes nothing when it looks again', async () => {
  const before = { minutes: await minutes(), told: await told(), day: await api.sales.businessDays(STORE, DAY, DAY) };
  expect(await judge()).toEqual({ told: 3, corrected: 1, untold: 1 });
  const counted = new Map<number, number>();
  for (const minute of [...Object.values(BUSY).flat(), ...KIOSK]) {
    counted.set(T0 + minute * 60_000, (counted.get(T0 + minute * 60_000) ?? 0) + 1);
  }
  const after = await minutes();
  expect(after).toEqual([...counted].sort(([a], [b]) => a - b));
  expect(after).not.toEqual(before.minutes);
  // What the tills said is still to be seen, and the business day is theirs.
  expect(await told()).toEqual(before.told);
  expect(await api.sales.businessDays(STORE, DAY, DAY)).toEqual(before.day);
  expect(await judge()).toEqual({ told: 3, corrected: 1, untold: 1 });
  expect(await minutes()).toEqual(after);
});

it('moves what comes later as it is stored, and knows what came before as a duplicate', async () => {
  const again = sale('fast', BUSY.fast[0], OFF_MINUTES);
  expect(await api.tills.push(STORE, [again], 'push')).toMatchObject({ accepted: 0, duplicates: 1 });
  const late = { ...sale('fast', 5, OFF_MINUTES), number: 'late' };
  expect(await api.tills.push(STORE, [late], 'push')).toMatchObject({ accepted: 1 });
  const stored = await find('late');
  expect([stored?.time, stored?.told]).toEqual([T0 + 5 * 60_000 + 10_000, T0 + (5 + OFF_MINUTES) * 60_000 + 10_000]);
  // A correction's own time is the till's too.
  const corrected = { ...late, correction: true, time: instant(T0 + (6 + OFF_MINUTES) * 60_000) };
  expect(await api.tills.push(STORE, [corrected], 'push')).toMatchObject({ accepted: 1 });
  expect(await find('late')).toMatchObject({ time: T0 + 6 * 60_000 });
});

it('tells whoever imports which tills they are, and whoever looks only that there were some', async () => {
  const ask = async (role: 'manager' | 'viewer', method: 'GET' | 'DELETE' = 'GET', query = '') =>
    api.app.inject({ method, url: URL + query, headers: await api.as(role) });
  expect((await ask('viewer')).statusCode).toBe(403);
  expect((await ask('viewer', 'DELETE', `?day=${DAY}&till=fast`)).statusCode).toBe(403);
  const { clocks } = (await ask('manager')).json() as { clocks: { till: string }[] };
  expect(clocks).toMatchObject([
    { day: DAY, till: 'fast', offsetS: OFF_MINUTES * 60, state: 'applied', receipts: BUSY.fast.length },
    { till: 'one', offsetS: 0, state: 'right' },
    { till: 'three', offsetS: 0, state: 'right' },
  ]);
  expect(PosClocks.properties.clocks.items.required).toContain('score');
  const { notices } = (
    await api.app.inject({ url: `/api/v1/stores/${STORE}`, headers: await api.as('viewer') })
  ).json();
  expect(notices.join('\n')).toContain(`The clock of a till was off, last on ${DAY}`);
  expect(notices.join('\n')).not.toContain('fast');
  expect((await ask('manager', 'DELETE', `?day=${DAY}&till=kiosk`)).statusCode).toBe(404);
  const taken = await ask('manager', 'DELETE', `?day=${DAY}&till=fast`);
  expect([taken.statusCode, taken.json()]).toMatchObject([200, { till: 'fast', state: 'withdrawn' }]);
  const back = await transactions();
  expect(back.every(({ time, told }) => time === told)).toBe(true);
  // Looking again does not do again what somebody took back.
  expect(await judge()).toMatchObject({ told: 3, corrected: 0 });
  expect(await transactions()).toEqual(back);
});

it('goes back to where the tills had it with its migration', async () => {
  const before = { minutes: await minutes(), told: await told() };
  await api.db.deleteFrom('till_clock').execute();
  await judge();
  expect(await minutes()).not.toEqual(before.minutes);
  await migrateTo(api.db, '0013-rollups');
  expect(await minutes()).toEqual(before.minutes);
  const rows = await api.db.selectFrom('receipts').select(['till', 'number', 'time']).execute();
  const listed = rows.map(({ till, number, time }) => `${till}/${number} ${time}`);
  expect(listed).toEqual(expect.arrayContaining(before.told));
  await migrateTo(api.db, '0014-till-clocks');
});
