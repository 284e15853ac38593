import { afterAll, beforeAll, expect, it } from 'vitest';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { attack } from './attack-day.ts';
import { readDay } from './reader.ts';
import { smallStore, worldOf } from './world.ts';
import { messagesOf } from './world-messages.ts';

/** Days that are attacked; more by AISLE_WORLDS, and all by the bench `privacy`. */
const WORLDS = Number(process.env.AISLE_WORLDS ?? 6);
const DAY_MS = 86_400_000;
/** 2020-01-07 in Berlin. */
const FIRST_MS = Date.UTC(2020, 0, 6, 23);

let api: TestApi;
const site = smallStore();
beforeAll(async () => {
  api = await testApi(site, FIRST_MS + 4000 * DAY_MS);
});
afterAll(() => api?.close());

it(`tells no cell under k to who reads all of it and solves it`, async () => {
  let seq = 0;
  const leaks: string[] = [];
  for (let day = 0; day < WORLDS; day++) {
    const dayMs = FIRST_MS + day * DAY_MS;
    const world = worldOf(1000 + day);
    await feed(api.store, ...messagesOf(world, site, dayMs, () => ++seq));
    const told = await readDay((schema, path) => api.get(schema, path), site, dayMs);
    for (const leak of await attack(world, told)) leaks.push(`world ${day}: ${leak}`);
  }
  expect(leaks).toEqual([]);
}, 120_000);
