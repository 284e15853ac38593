import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysOf } from '../../../gateway/privacy/grid.ts';
import { Queues } from '../../../models/contract/api/queues.ts';
import { Traffic } from '../../../models/contract/api/traffic.ts';
import { ZonesAnswer } from '../../../models/contract/api/zones.ts';
import { Funnel } from '../../../models/contract/funnel.ts';
import { feed, type TestApi, testApi } from '../../support/api.ts';
import { STORE } from '../../support/messages.ts';
import {
  lineRow,
  type Published,
  query,
  queueRow,
  type Reading,
  type Row,
  readDay,
  type Series,
  zoneRow,
} from './reader.ts';
import { OPEN, QUARTERS, smallStore, worldOf } from './world.ts';
import { messagesOf, slotsOf } from './world-messages.ts';

const QUARTER_MS = 900_000;
/** 2020-01-07 in Berlin. */
const DAY_MS = Date.UTC(2020, 0, 6, 23);
const base = `/api/v1/stores/${STORE}`;
const site = smallStore();
const slots = slotsOf(site, DAY_MS);
const [day] = daysOf(DAY_MS, DAY_MS + 1, site.site, DAY_MS);

let api: TestApi;
let told: Published;
beforeAll(async () => {
  api = await testApi(site, DAY_MS + 40 * 24 * 3_600_000);
  let seq = 0;
  await feed(api.store, ...messagesOf(worldOf(7), site, DAY_MS, () => ++seq));
  told = await readDay((schema, path) => api.get(schema, path), site, DAY_MS);
});
afterAll(() => api?.close());

/** What the blocks within `[from, to)` of the quarters add up to: nothing else may be told of that range. */
function added(series: Series, figure: string, from: number, to: number): Reading {
  let [value, whole, some] = [0, true, false];
  for (const [h] of OPEN.entries()) {
    const hour = series.hours[h][figure];
    const of = [0, 1, 2, 3].map((q) => 4 * h + q).filter((q) => q >= from && q < to);
    if (of.length === 0) continue;
    const parts =
      of.length === 4 && (figure === 'bins' || !hour.least) ? [hour] : of.map((q) => series.quarters[q][figure]);
    for (const part of parts) {
      if (part.value === null) whole = false;
      else {
        value += part.value;
        some ||= part.value > 0;
      }
    }
  }
  if (whole) return { value, least: false };
  return { value: some ? value : null, least: true };
}

const edges = Array.from({ length: QUARTERS + 1 }, (_, q) => q);
const ranges = edges.flatMap((from) => edges.slice(from + 1).map((to) => [from, to] as const));
const spanOf = (from: number, to: number) => query(slots[from], slots[to - 1] + QUARTER_MS);

function expectSums(series: Series, row: Row, from: number, to: number): void {
  for (const [figure, shown] of Object.entries(row)) {
    if (figure === 'personS') continue;
    const sum = added(series, figure, from, to);
    const of = `${figure} from ${from} to ${to}`;
    expect([of, shown.value], of).toEqual([of, figure === 'bins' && sum.value === 0 ? shown.value : sum.value]);
  }
}

describe('every range of the day, at every grain', () => {
  it('tells of zones, queues and lines sums of the same blocks and nothing else', async () => {
    for (const [from, to] of ranges) {
      const { zones } = await api.get(ZonesAnswer, `${base}/zones?${spanOf(from, to)}`);
      const { queues } = await api.get(Queues, `${base}/queues?${spanOf(from, to)}&bucket=total`);
      const { points } = await api.get(Traffic, `${base}/traffic?${spanOf(from, to)}&bucket=total`);
      for (const zone of zones) {
        const series = told.zones[zone.zone];
        if (!series) continue;
        const row = zoneRow(zone);
        expectSums(series, zone.zone === 'queue' ? { ...row, ...queueRow(queues[0].total) } : row, from, to);
      }
      for (const point of points) expectSums(told.lines[point.line], lineRow(point), from, to);
    }
  });

  it('tells in the funnel what it tells of the zones, and shares of the same hours', async () => {
    for (const [from, to] of [...ranges.filter(([a, b]) => a % 4 === 0 || b % 4 === 0)]) {
      const { zones } = await api.get(Funnel, `${base}/funnel?${spanOf(from, to)}`);
      for (const { zone, visits, engaged, stops, reaches, engagedShare, stopShare } of zones) {
        const sum = (figure: string) => added(told.zones[zone], figure, from, to).value;
        expect([visits, engaged]).toEqual([sum('visits'), sum('engaged')]);
        if (zone === 'shelf') expect([stops, reaches]).toEqual([sum('stops'), sum('reaches')]);
        for (const share of [engagedShare, stopShare]) if (share !== null) expect(share).toBeLessThanOrEqual(1);
        if (engaged === null) expect(engagedShare).toBeNull();
        if (stops === null) expect(stopShare).toBeNull();
      }
    }
  });

  it('tells of a range off the grid what it tells of the wider one', async () => {
    for (const [from, to] of ranges.filter((_, i) => i % 7 === 0)) {
      const off = query(slots[from] + 7 * 60_000, slots[to - 1] + 8 * 60_000);
      expect(await api.get(ZonesAnswer, `${base}/zones?${off}`)).toEqual(
        await api.get(ZonesAnswer, `${base}/zones?${spanOf(from, to)}`),
      );
    }
  });
});

it('tells whoever may do more no more of it, and exports the same', async () => {
  const whole = query(day.startMs, day.endMs);
  const paths = ['zones', 'zones/shelf', 'queues', 'traffic', 'flows', 'heat', 'paths', 'funnel'];
  const roles = ['viewer', 'manager', 'planner', 'ops', 'admin'] as const;
  for (const path of paths) {
    const url = `${base}/${path}?${whole}`;
    const answers = await Promise.all(
      roles.map(async (role) => (await api.app.inject({ url, headers: { ...(await api.as(role)) } })).body),
    );
    expect(new Set(answers).size, path).toBe(1);
  }
  const exported = await api.app.inject({
    url: `${base}/export/zones?${whole}&format=json`,
    headers: { host: 'localhost' },
  });
  const { zones } = await api.get(ZonesAnswer, `${base}/zones?${whole}`);
  const rows = exported.json() as Record<string, unknown>[];
  const pick = (row: Record<string, unknown>) => [row.zone, row.visits, row.engaged, row['interactions.stops']];
  expect(rows.map(pick)).toEqual(zones.map((it) => [it.zone, it.visits, it.engaged, it.interactions?.stops ?? null]));
});
