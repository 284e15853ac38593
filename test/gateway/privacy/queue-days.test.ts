import { afterAll, beforeAll, expect, it } from 'vitest';
import { Queues } from '../../../models/contract/api/queues.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { SHOP_ZONES, testSite } from '../../support/gateway.ts';
import { envelope, queue, T0, zone } from '../../support/messages.ts';

const DAY_MS = 86_400_000;
const MINUTES = 1440;
/** 00:00 in Berlin, 10 hours before T0. */
const FROM = T0 - 10 * 3_600_000;

let api: TestApi;
let seq = 0;
beforeAll(async () => {
  api = await testApi(testSite({ zones: SHOP_ZONES, k: 5 }), T0 + 4 * DAY_MS);
  for (let day = 0; day < 4; day++) {
    for (let minute = 0; minute < 120; minute += 5) await tell(day * MINUTES + minute, 1 + ((minute + day) % 3));
  }
});
afterAll(() => api.close());

const tell = (minute: number, served: number) =>
  feed(
    api.store,
    envelope('agg/zone', ++seq, zone(minute, { zone: 'queue', visits: served, ended: served })),
    envelope('agg/queue', ++seq, queue(minute, { visits: served, served, waitS: 40 * served })),
  );
const read = (bucket: string) => {
  const range = `from=${new Date(FROM).toISOString()}&to=${new Date(FROM + 3 * DAY_MS).toISOString()}`;
  return api.get(Queues, `/api/v1/stores/demo/queues?${range}&bucket=${bucket}`);
};
const forget = () => api.db.deleteFrom('kept').execute();
const keptDays = async () =>
  (await api.db.selectFrom('kept').select('start').where('kind', '=', 'waits').where('body', 'is not', null).execute())
    .length;

it.each(['hour', 'day', 'total'])(
  'says the same by %s of queues whose days are kept, and of such that are not',
  async (bucket) => {
    await forget();
    const made = await read(bucket);
    expect(made.queues[0].total.joined).toBeGreaterThan(20);
    expect(await keptDays()).toBe(3);
    expect(await read(bucket)).toEqual(made);
  },
);

it('makes a day anew that a message has come for', async () => {
  await read('day');
  await tell(60 + 3, 7);
  // A day in UTC lies in two of the store's.
  expect(await keptDays()).toBe(1);
  const after = await read('day');
  await forget();
  expect(await read('day')).toEqual(after);
});
