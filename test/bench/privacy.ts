import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiContext } from '../../gateway/api/context.ts';
import type { Range } from '../../gateway/api/range.ts';
import { dayStart } from '../../gateway/figures/buckets.ts';
import { isRefusal, readDurable } from '../../gateway/ingest/read.ts';
import { publishedFlows } from '../../gateway/privacy/flows.ts';
import { publishedHeat } from '../../gateway/privacy/heat.ts';
import { aboutStaff } from '../../gateway/privacy/staff.ts';
import { publishedZoneSeries } from '../../gateway/privacy/zones.ts';
import type { Incoming } from '../../gateway/store/batch.ts';
import { openSqliteStore } from '../../gateway/store/sqlite-store.ts';
import type { Store } from '../../gateway/store/store.ts';
import type { BucketSize } from '../../models/contract/api/query.ts';
import type { Envelope } from '../../models/contract/envelope.ts';
import { gridOf } from '../../models/geometry/grid.ts';
import { type LoadedSite, loadSite } from '../../models/host/site-file.ts';
import { aisle } from '../support/aisle.ts';
import { attackWorlds } from './privacy-attack.ts';

const K = 5;
const DAY_MS = 86_400_000;
export const name = 'privacy';

/** Days of small stores that are attacked; fewer by AISLE_WORLDS. */
const WORLDS = Number(process.env.AISLE_WORLDS ?? 1000);

/**
 * What is left of a simulated store-day when it is published with k = 5, beside what was counted, in shares of 1; and how
 * many cells under k somebody learns who reads all that the API tells of random days of a small store and solves it.
 */
export async function run({ seed, json }: { seed: number; json: boolean }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-privacy-'));
  try {
    const { code, stderr } = await aisle([
      ...['simulate', '--seed', `${seed}`, '--days', '1', '--film', '1', '--out', folder, '--json'],
    ]);
    if (code !== 0) throw new Error(stderr);
    const site = loadSite(join(folder, 'site.yaml'));
    const store = await openSqliteStore(':memory:');
    const newestMs = await fill(store, site, join(folder, 'messages.ndjson'));
    const fromMs = dayStart(newestMs - DAY_MS / 4, site.site);
    const figures = await compare({ store } as ApiContext, site, fromMs);
    await store.close();
    const { attacked, leaks } = await attackWorlds(seed, WORLDS);
    if (!json) for (const leak of leaks) console.log(leak);
    const all = { ...figures, attackedWorlds: attacked, learnedCells: leaks.length };
    if (!json) console.table(all);
    return all;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(store: Store, { site }: LoadedSite, path: string): Promise<number> {
  const batch: Incoming[] = [];
  let newestMs = 0;
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const { topic, payload } = JSON.parse(line) as { topic: string; payload: Envelope };
    const [, , , node, family, kind] = topic.split('/');
    if (family !== 'agg' && family !== 'event') continue;
    const timeMs = Date.parse(payload.time);
    const place = { store: site.store, node, channel: `${family}/${kind}` };
    const read = readDurable(place, JSON.stringify(payload), timeMs);
    if (isRefusal(read)) throw new Error(read.reason);
    batch.push(read);
    newestMs = Math.max(newestMs, timeMs);
    if (batch.length >= 500) await store.accept({ messages: batch.splice(0), refusals: [], contiguous: [] });
  }
  await store.accept({ messages: batch, refusals: [], contiguous: [] });
  return newestMs;
}

async function compare(context: ApiContext, loaded: LoadedSite, fromMs: number): Promise<Record<string, number>> {
  const { site } = loaded;
  const toMs = dayStart(fromMs + 1.2 * DAY_MS, site);
  const range = (k: number): Range => ({
    site: { ...loaded, site: { ...site, privacy: { ...site.privacy, k } } },
    ...{ store: site.store, fromMs, toMs, nowMs: toMs + DAY_MS, answer: { from: '', to: '' } },
  });
  const sum = { visits: 0, hour: 0, day: 0, quarter: 0, hours: 0, hidden: 0, worst: 0 };
  const [all, part] = [1, 2].map(() => ({
    engaged: 0,
    stops: 0,
    reaches: 0,
    medians: 0,
    seconds: new Map<string, number>(),
  }));
  for (const zone of site.zones.filter(({ kind }) => !aboutStaff(kind))) {
    for (const point of (await publishedZoneSeries(context, range(1), zone, 'hour')).points) {
      all.engaged += point.engaged ?? 0;
      all.stops += point.interactions?.stops ?? 0;
      all.reaches += point.interactions?.reaches ?? 0;
      all.medians += point.dwellS.p50 === null ? 0 : 1;
      all.seconds.set(`${zone.id} ${point.start}`, point.personS ?? 0);
    }
    for (const point of (await publishedZoneSeries(context, range(K), zone, 'hour')).points) {
      part.engaged += point.engaged ?? 0;
      part.stops += point.interactions?.stops ?? 0;
      part.reaches += point.interactions?.reaches ?? 0;
      part.medians += point.dwellS.p50 === null ? 0 : 1;
      part.seconds.set(`${zone.id} ${point.start}`, point.personS ?? 0);
    }
    const both = async (bucket: BucketSize) => {
      const [all, shown] = [
        await publishedZoneSeries(context, range(1), zone, bucket),
        await publishedZoneSeries(context, range(K), zone, bucket),
      ];
      const published = new Map(shown.points.map(({ start, visits }) => [start, visits]));
      return all.points.map(({ start, visits }) => ({ counted: visits ?? 0, shown: published.get(start) ?? null }));
    };
    for (const { counted, shown } of (await both('hour')).filter((it) => it.counted > 0)) {
      sum.visits += counted;
      sum.hours++;
      sum.hour += Math.abs(counted - (shown ?? 0));
      if (shown === null) sum.hidden++;
      else sum.worst = Math.max(sum.worst, Math.abs(counted - shown) / counted);
    }
    for (const { counted, shown } of await both('quarter')) sum.quarter += counted - (shown ?? 0);
    for (const { counted, shown } of await both('day')) sum.day += counted - (shown ?? 0);
  }
  const ways = async (k: number) => {
    const { flows } = (await publishedFlows(context, range(k))).figures;
    return flows.reduce((all, { count }) => all + (count ?? 0), 0);
  };
  let [seconds, secondsOff] = [0, 0];
  for (const [hour, n] of all.seconds) {
    seconds += n;
    secondsOff += Math.abs(n - (part.seconds.get(hour) ?? 0));
  }
  const [floor] = site.floors;
  const heat = async (k: number) => {
    const { personS } = (await publishedHeat(context, range(k), floor.id, gridOf(floor))).figures;
    return personS.reduce<number>((all, seconds) => all + (seconds ?? 0), 0);
  };
  return {
    k: K,
    visits: sum.visits,
    zoneHours: sum.hours,
    zoneHoursHidden: sum.hidden,
    zoneHourError: sum.hour / sum.visits,
    worstPublishedZoneHour: sum.worst,
    zoneDayError: sum.day / sum.visits,
    quarterVisitsShown: 1 - sum.quarter / sum.visits,
    zoneHourSecondsError: secondsOff / seconds,
    engagedShown: part.engaged / all.engaged,
    stopsShown: part.stops / all.stops,
    reachesShown: part.reaches / all.reaches,
    hourMediansShown: part.medians / all.medians,
    waysShown: (await ways(K)) / (await ways(1)),
    heatShown: (await heat(K)) / (await heat(1)),
  };
}
