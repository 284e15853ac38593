import { keepDays } from '../../gateway/jobs/keep-days.ts';
import { sqliteSales } from '../../gateway/pos/sqlite-sales.ts';
import { kyselyStore, openSqliteDb } from '../../gateway/store/sqlite-store.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { median } from './bench.ts';
import { rowOfZones } from './pos-site.ts';
import { DAYS, FIRST, LINES, MINUTES, STORE, yearsDb, ZONES } from './pos-years-db.ts';

const DAY_MS = 86_400_000;
const NOW_MS = FIRST + DAYS * DAY_MS;
const HOUR_MS = 3_600_000;
/** Where the store's clock is: UTC in winter is an hour behind. */
const SUMMER: [number, number] = [Date.UTC(2024, 2, 31), Date.UTC(2024, 9, 27)];

/**
 * What the API takes to answer over three years of minutes, from the request to the last byte, without the network: a
 * store-day by the hour, each time another one, and a store-year by the day, as the night's job leaves the data base.
 */
export async function queryYears(say: (text: string) => void): Promise<Record<string, unknown>> {
  const path = await yearsDb(say);
  const answers: Record<string, unknown> = { tillLines: LINES, minutes: MINUTES };
  for (const k of [1, 5]) {
    await nightlyJob(path, k, say);
    const db = await openSqliteDb(path);
    const api = await testApi(rowOfZones(STORE, ZONES, k), NOW_MS, { db });
    answers[`k${k}`] = {
      storeDayMs: await times(api, storeDay, 'hour', 15),
      storeYearByDayMs: await times(
        api,
        () => [FIRST + 365 * DAY_MS - HOUR_MS, FIRST + 730 * DAY_MS - HOUR_MS],
        'day',
        5,
      ),
    };
    await api.close();
  }
  return answers;
}

/** What is there already costs a look. */
async function nightlyJob(path: string, k: number, say: (text: string) => void): Promise<void> {
  const db = await openSqliteDb(path);
  const store = kyselyStore(db);
  const began = performance.now();
  await store.rollUp(STORE, DAYS + 1, Number.POSITIVE_INFINITY);
  const { site } = rowOfZones(STORE, ZONES, k);
  const about = { store, read: store, sales: sqliteSales(db) };
  await keepDays(about, site, { days: DAYS, nowMs: NOW_MS }, new AbortController().signal);
  say(`sums of the days: ${Math.round((performance.now() - began) / 1000)} s`);
  await db.destroy();
}

let asked = 0;
/** Every time another day, so that nothing but the tree's upper pages is warm. */
function storeDay(): [number, number] {
  const startMs = FIRST + (400 + ((37 * ++asked) % 300)) * DAY_MS;
  const summer = startMs > SUMMER[0] && startMs < SUMMER[1];
  const fromMs = startMs - (summer ? 2 : 1) * HOUR_MS;
  return [fromMs, fromMs + DAY_MS];
}

async function times(api: TestApi, range: () => [number, number], bucket: string, count: number) {
  const paths = {
    doors: `traffic?bucket=${bucket}&`,
    zones: 'zones?',
    oneZone: `zones/zone-3?bucket=${bucket}&`,
    sales: `sales?bucket=${bucket}&`,
    funnel: 'funnel?',
  };
  const medians: Record<string, number> = {};
  for (const [name, path] of Object.entries(paths)) {
    const taken: number[] = [];
    for (let i = 0; i < count; i++) {
      const [from, to] = range().map((tMs) => new Date(tMs).toISOString());
      const began = performance.now();
      const url = `/api/v1/stores/${STORE}/${path}from=${from}&to=${to}`;
      const answer = await api.app.inject({ url, headers: { host: 'localhost' } });
      taken.push(performance.now() - began);
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    }
    medians[name] = Math.round(median(taken) * 10) / 10;
  }
  return medians;
}
