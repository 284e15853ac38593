import { expect, it } from 'vitest';
import { instant } from '../../../models/contract/ids.ts';
import { SalesAnswer } from '../../../models/contract/sales.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { testSite } from '../../support/gateway.ts';
import { envelope, STORE, T0, traffic } from '../../support/messages.ts';
import { line, receipt } from '../../support/sales.ts';
import { seeded } from '../../support/walk.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const DAYS = 4;
const WALK_MIN = 17;
/** The store's day is that of UTC, and midnight is its best time. */
const START = Math.floor(T0 / DAY) * DAY;
const site = (k: number) => testSite({ timeZone: 'UTC', k });
const END = START + DAYS * DAY;

let seq = 0;
const crossing = (atMs: number, entries: number) =>
  envelope('agg/traffic', ++seq, traffic((atMs - T0) / MINUTE, { in: entries, out: 0, unitsIn: entries, unitsOut: 0 }));
const sale = (timeMs: number, number: string) =>
  receipt([line(1)], { number, timeMs, businessDay: instant(timeMs).slice(0, 10) });

/** From 21:00 to 03:00 every night, 60 % of those who come in pay about a quarter of an hour later. */
async function nights(api: TestApi, next: () => number): Promise<void> {
  const [messages, receipts] = [[] as ReturnType<typeof crossing>[], [] as ReturnType<typeof sale>[]];
  for (let atMs = START; atMs < END; atMs += MINUTE) {
    const hour = ((atMs - START) % DAY) / HOUR;
    if (hour >= 3 && hour < 21) continue;
    let entries = 0;
    for (let n = 0; n < 4; n++) {
      if (next() >= 0.3) continue;
      entries++;
      if (next() < 0.6) {
        receipts.push(sale(atMs + Math.round(WALK_MIN + 4 * (next() - 0.5)) * MINUTE, `${receipts.length}`));
      }
    }
    messages.push(crossing(atMs, entries));
  }
  await feed(api.store, ...messages);
  await api.sales.add({ store: STORE, importId: 1, nowMs: END, receipts });
}

it.each([1, 3])('is the same from what is kept as from the minutes, whatever comes late, with k = %i', async (k) => {
  const next = seeded(k);
  const api = await testApi(site(k), END + 3 * DAY);
  await nights(api, next);
  const whole = { from: START - DAY, to: END + DAY };
  const read = ({ from, to }: { from: number; to: number }, bucket: string) =>
    api.get(SalesAnswer, `/api/v1/stores/${STORE}/sales?from=${instant(from)}&to=${instant(to)}&bucket=${bucket}`);
  const fresh = async (bucket: string) => {
    await api.db.deleteFrom('kept').execute();
    return read(whole, bucket);
  };
  const anyMinute = () => START + Math.floor(next() * DAYS * 1440) * MINUTE;
  const changes = [
    () => feed(api.store, crossing(anyMinute(), 3)),
    // Shortly before midnight: the minutes after it at the tills belong to those at the doors.
    (n: number) => feed(api.store, crossing(START + (1 + (n % 3)) * DAY - 5 * MINUTE, 9)),
    (n: number) => api.sales.add({ store: STORE, importId: 2, nowMs: END, receipts: [sale(anyMinute(), `late-${n}`)] }),
  ];
  for (let n = 0; n < 9; n++) {
    const bucket = ['day', 'hour', 'total'][n % 3];
    expect(await read(whole, bucket)).toEqual(await fresh(bucket));
    expect(await read(whole, bucket)).toEqual(await fresh(bucket));
    await read(whole, 'day');
    await changes[(n + Math.floor(n / 3)) % 3](n);
    // As it is kept, and what the change has taken away made anew.
    const after = [await read(whole, 'day'), await read(whole, 'hour')];
    expect(after).toEqual([await fresh('day'), await fresh('hour')]);
  }
  const { n } = await api.db
    .selectFrom('kept')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('kind', '=', 'takings')
    .where('body', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(n).toBeGreaterThanOrEqual(3);
  await api.close();
});

it('tells a day the same in whichever range it is asked for', async () => {
  const api = await testApi(site(1), END + 3 * DAY);
  await nights(api, seeded(5));
  const read = (from: number, to: number) =>
    api.get(SalesAnswer, `/api/v1/stores/${STORE}/sales?from=${instant(from)}&to=${instant(to)}&bucket=day`);
  const { points, total } = await read(START, END);
  for (const [d, point] of points.entries()) {
    const alone = await read(START + d * DAY, START + (d + 1) * DAY);
    expect(alone.points).toEqual([point]);
    expect(Math.abs(alone.entryToTill!.minutes - WALK_MIN)).toBeLessThanOrEqual(5);
  }
  expect(points.reduce((sum, { transactions }) => sum + transactions!, 0)).toBe(total.transactions);
  await api.close();
});
