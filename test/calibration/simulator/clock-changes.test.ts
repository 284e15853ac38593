import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../calibration/simulator/output/simulate.ts';
import { Stream } from '../../../calibration/simulator/random/stream.ts';
import { DEFAULTS } from '../../../calibration/simulator/simulation.ts';
import { type Day, makeCalendar, type Opening } from '../../../calibration/simulator/world/calendar.ts';
import { atLocalMinute, localHour } from '../../../calibration/simulator/world/clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Open all night, two hours excepted, so that people are inside when the clocks are changed. */
const NIGHT = { from: 0, to: 22, sundays: true };

/** Days on which clocks are changed: how long they are, and how long a shop is open from midnight to 22 h. */
const CHANGES = [
  { timeZone: 'Europe/Berlin', date: '2025-03-30', dayH: 23, openH: 21 },
  { timeZone: 'Europe/Berlin', date: '2025-10-26', dayH: 25, openH: 23 },
  // By half an hour.
  { timeZone: 'Australia/Lord_Howe', date: '2025-04-06', dayH: 24.5, openH: 22.5 },
  { timeZone: 'Australia/Lord_Howe', date: '2025-10-05', dayH: 23.5, openH: 21.5 },
  // At midnight: the day begins at one.
  { timeZone: 'America/Santiago', date: '2025-09-07', dayH: 23, openH: 21 },
] as const;

/** The day before the change, the day itself, and the day after. */
const daysAround = (date: string, opening: Opening): Day[] => makeCalendar(dayBefore(date), 4, new Stream(1), opening);
const dayBefore = (date: string): string => DateTime.fromISO(date).minus({ days: 1 }).toISODate() as string;

describe.each(CHANGES)('the calendar of $timeZone around $date', ({ timeZone, date, dayH, openH }) => {
  const days = daysAround(date, { timeZone, ...NIGHT });
  const lengths = days.slice(1).map((day, i) => (day.midnightMs - days[i].midnightMs) / HOUR_MS);

  it('has a day of that many hours between two of 24', () => {
    expect(lengths).toEqual([24, dayH, 24]);
    expect(days.map((d) => d.change !== undefined)).toEqual([false, true, false, false]);
  });

  it('opens and closes by the store’s clock', () => {
    const hours = days.map(({ open }) => (open!.toMs - open!.fromMs) / HOUR_MS);
    expect(hours).toEqual([22, openH, 22, 22]);
    for (const { open } of days) expect(DateTime.fromMillis(open!.toMs, { zone: timeZone }).hour).toBe(22);
  });

  it('reads its clock as the rules of the zone have it, and finds each moment again', () => {
    for (const day of days.slice(0, 3)) {
      const endMs = day.midnightMs + dayH * HOUR_MS - HOUR_MS;
      for (let tMs = day.midnightMs; tMs < endMs; tMs += 10 * MINUTE_MS) {
        const { hour, minute } = DateTime.fromMillis(tMs, { zone: timeZone });
        expect(localHour(day, tMs)).toBeCloseTo(hour + minute / 60, 9);
        // An hour that comes twice is found at its first time.
        const again = atLocalMinute(day, hour * 60 + minute);
        const repeated = DateTime.fromMillis(again, { zone: timeZone });
        expect([repeated.hour, repeated.minute]).toEqual([hour, minute]);
        expect(again).toBeLessThanOrEqual(tMs);
      }
    }
  });
});

describe('usual hours', () => {
  it('are the same by the clock on both sides of a change, with the Sunday of the change closed', () => {
    const days = daysAround('2025-03-30', DEFAULTS.opening);
    expect(days.map(({ open }) => open && [open.from, open.to])).toEqual([[8, 20], undefined, [8, 20], [8, 20]]);
    expect(days.map(({ open }) => open && (open.toMs - open.fromMs) / HOUR_MS)).toEqual([12, undefined, 12, 12]);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'aisle-clocks-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(CHANGES.slice(0, 4))('a store in $timeZone that is open through $date', (change) => {
  const { timeZone, date, openH } = change;
  const opening = { timeZone, ...NIGHT };
  const at = join(folder, `${timeZone.replace('/', '-')}-${date}`);
  const [, day] = daysAround(date, opening);
  const lines = <T>(file: string, having = ''): T[] =>
    readFileSync(join(at, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && line.includes(having))
      .map((line) => JSON.parse(line));
  beforeAll(() => {
    const options = { ...DEFAULTS, seed: 6, days: 3, products: 60, start: dayBefore(date), opening };
    const film = { minutes: 0, from: 0, cameras: 2, fps: 10, noise: NOISES.base };
    simulateStore(at, { ...options, scenario: { promotions: 'none' } }, film, () => undefined);
  });

  it('lets out who came in, and has people inside when the clocks are changed', () => {
    const visits = lines<{ date: string; fromMs: number; toMs: number }>('truth/visits.ndjson');
    const crossings = lines<{ visit: number; in: boolean }>('truth/crossings.ndjson');
    const perDay = (inwards: boolean) => {
      const counts = [0, 0, 0];
      for (const c of crossings) if (c.in === inwards) counts[Math.floor(c.visit / 100_000)]++;
      return counts;
    };
    expect(perDay(true)).toEqual(perDay(false));
    expect(Math.min(...perDay(true))).toBeGreaterThan(50);
    const changed = day.change!.atMs;
    expect(visits.some((v) => v.fromMs > changed - HOUR_MS && v.toMs < changed + 2 * HOUR_MS)).toBe(true);
    const mine = visits.filter((v) => v.date === date);
    expect(mine.every((v) => v.fromMs >= day.open!.fromMs && v.fromMs < day.open!.toMs)).toBe(true);
  });

  it('keeps its stock over the change', () => {
    const closing = new Map<string, number>();
    type Row = Record<'opening' | 'delivered' | 'sold' | 'stolen' | 'spoiled' | 'closing', number> & { sku: string };
    for (const r of lines<Row>('truth/stock.ndjson')) {
      expect(r.opening + r.delivered - r.sold - r.stolen - r.spoiled).toBe(r.closing);
      expect(closing.get(r.sku) ?? r.opening).toBe(r.opening);
      closing.set(r.sku, r.closing);
    }
  });

  it.each(['traffic', 'zone', 'queue'])('has a %s message for each minute, none twice and none left out', (kind) => {
    type Message = { payload: { data: { start: string } } };
    const messages = lines<Message>('messages.ndjson', `/agg/${kind}"`);
    const starts = messages.map(({ payload }) => Date.parse(payload.data.start));
    const { fromMs, toMs } = day.open!;
    // The node looks on for an hour after closing.
    const own = starts.filter((t) => t >= fromMs && t < toMs + 2 * HOUR_MS);
    expect(own.length).toBe((openH + 1) * 60);
    expect(new Set(own).size).toBe(own.length);
    expect([Math.min(...own), Math.max(...own)]).toEqual([fromMs, toMs + HOUR_MS - MINUTE_MS]);
  });

  it('writes its receipts on the business day that its clock shows', () => {
    for (const { businessDay, time } of lines<{ businessDay: string; time: string }>('pos.ndjson'))
      expect(DateTime.fromISO(time, { zone: timeZone }).toISODate()).toBe(businessDay);
  });
});
