import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { addSums } from '../../../gateway/figures/series.ts';
import { deleteOld } from '../../../gateway/privacy/retention.ts';
import { kyselyStore, openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import { feed } from '../../support/api.ts';
import { envelope, queue, STORE, T0, traffic, zone } from '../../support/messages.ts';

const DAY = 86_400_000;
const QUARTER = 900_000;
const HOUR = 4 * QUARTER;
/** Minutes from T0 to the next midnight in UTC, less a day. */
const TO_MIDNIGHT = (Math.floor(T0 / DAY) * DAY - T0) / 60_000;
const histogram = (bin: number) => Array.from({ length: 12 }, (_, i) => (i === bin ? 2 : 0));

/** A message of the minute `n` after T0; `seed` varies what it says. */
const message = (seq: number, n: number, seed: number, late = false) => {
  const kinds = [
    () =>
      envelope(
        'agg/traffic',
        seq,
        traffic(n, { in: seed % 5, out: 1, ...(seed % 2 ? { unitsIn: 1, unitsOut: 0 } : {}) }),
        { late },
      ),
    () =>
      envelope(
        'agg/zone',
        seq,
        zone(n, {
          visits: seed % 4,
          ended: 1,
          occupancyS: seed,
          occupancyMax: seed % 7,
          dwellHistogram: histogram(seed % 12),
        }),
        { late },
      ),
    () =>
      envelope(
        'agg/queue',
        seq,
        queue(n, { visits: 1, lengthMax: seed % 6, waitS: seed, waitHistogram: histogram(seed % 12) }),
        { late },
      ),
  ];
  return kinds[seed % 3]();
};

describe('long ranges', () => {
  it('say the same with and without rolled-up days, whatever comes in whatever order', async () => {
    const minute = fc.record({
      n: fc.integer({ min: 0, max: 6 * 1440 }),
      seed: fc.integer({ min: 0, max: 200 }),
      late: fc.boolean(),
    });
    const query = fc.record({
      from: fc.integer({ min: -2 * 96, max: 96 }),
      quarters: fc.integer({ min: 1, max: 8 * 96 }),
      grainMs: fc.constantFrom(QUARTER, 4 * QUARTER, Number.POSITIVE_INFINITY),
      settled: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(minute, { maxLength: 40 }),
        fc.array(minute, { maxLength: 10 }),
        query,
        async (first, then, asked) => {
          const db = await openSqliteDb(':memory:');
          const store = kyselyStore(db);
          const fromMs = Math.floor(T0 / QUARTER) * QUARTER + asked.from * QUARTER;
          const span = {
            store: STORE,
            fromMs,
            toMs: fromMs + asked.quarters * QUARTER,
            grainMs: asked.grainMs,
            settled: asked.settled,
          };
          const read = () =>
            Promise.all([
              store.traffic(span),
              store.zones(span),
              store.queues(span),
              store.zones({ ...span, zone: 'entrance' }),
            ]);
          let seq = 0;
          for (const { n, seed, late } of first) await feed(store, message(++seq, n, seed, late));
          await read();
          for (const { n, seed, late } of then) await feed(store, message(++seq, n, seed, late));
          const rolled = await read();
          await sql`delete from rollup`.execute(db);
          // What is shorter than six hours is read from the minutes; so are all parts of a range.
          const bare = kyselyStore(db);
          const parts = await Promise.all([0, 1, 2, 3].map(() => bareRead(bare, span)));
          expect(rolled.map((sums) => total(sums))).toEqual(
            [parts[0][0], parts[1][1], parts[2][2], parts[3][1]].map((sums) => total(sums)),
          );
          await db.destroy();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('say the same of a store’s days, kept or not, whatever comes between two readings', async () => {
    const minute = fc.record({
      // Often at midnight, where one day ends and the next begins.
      n: fc.oneof(
        fc.integer({ min: 0, max: 5 * 1440 }),
        fc
          .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -2, max: 1 }))
          .map(([d, m]) => TO_MIDNIGHT + d * 1440 + m),
      ),
      seed: fc.integer({ min: 0, max: 200 }),
      late: fc.boolean(),
    });
    const asked = fc.record({
      from: fc.integer({ min: -2 * 96, max: 96 }),
      quarters: fc.integer({ min: 1, max: 8 * 96 }),
      offsetH: fc.integer({ min: -12, max: 14 }),
      settled: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(minute, { maxLength: 40 }),
        fc.array(fc.record({ some: fc.array(minute, { maxLength: 4 }), anew: fc.boolean() }), { maxLength: 6 }),
        asked,
        async (first, more, { from, quarters, offsetH, settled }) => {
          const db = await openSqliteDb(':memory:');
          let store = kyselyStore(db);
          const fromMs = Math.floor(T0 / QUARTER) * QUARTER + from * QUARTER;
          const toMs = fromMs + quarters * QUARTER;
          const days: { startMs: number; endMs: number }[] = [];
          for (let startMs = Math.floor(fromMs / DAY) * DAY - DAY + offsetH * HOUR; startMs < toMs; startMs += DAY) {
            if (startMs + DAY > fromMs) days.push({ startMs, endMs: startMs + DAY });
          }
          const span = { store: STORE, fromMs, toMs, grainMs: Number.POSITIVE_INFINITY, settled };
          let seq = 0;
          for (const { some, anew } of [{ some: first, anew: false }, ...more]) {
            // As after the gateway was started again.
            if (anew) store = kyselyStore(db);
            for (const { n, seed, late } of some) await feed(store, message(++seq, n, seed, late));
            const read = [
              store.traffic({ ...span, days }),
              store.zones({ ...span, days }),
              store.queues({ ...span, days }),
            ];
            const got = await Promise.all(read as Promise<Named[]>[]);
            const bare = await bareRead(kyselyStore(db), { ...span, grainMs: QUARTER });
            for (const [i, sums] of got.entries()) expect(total(sums)).toEqual(total(byDay(bare[i], days)));
            const one = await store.zones({ ...span, days, zone: 'entrance' });
            expect(total(one)).toEqual(total(byDay(bare[1], days).filter(({ zone }) => zone === 'entrance')));
          }
          await db.destroy();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('take what comes of a day whose last minute is there, before any of the next day', async () => {
    const db = await openSqliteDb(':memory:');
    const store = kyselyStore(db);
    const midnight = TO_MIDNIGHT + 3 * 1440;
    const crossing = (seq: number, n: number) =>
      feed(store, envelope('agg/traffic', seq, traffic(n, { in: 1, out: 0 })));
    const span = { store: STORE, fromMs: T0 - DAY, toMs: T0 + 5 * DAY, grainMs: Number.POSITIVE_INFINITY };
    await crossing(1, midnight - 1);
    expect((await store.traffic(span))[0].in).toBe(1);
    await crossing(2, midnight - 30);
    expect((await store.traffic(span))[0].in).toBe(2);
    await db.destroy();
  });

  it('are rolled up once, and again after a message that came late', async () => {
    const db = await openSqliteDb(':memory:');
    const store = kyselyStore(db);
    for (let day = 0; day < 5; day++)
      await feed(store, envelope('agg/traffic', day + 1, traffic(day * 1440, { in: 1, out: 0 })));
    const span = { store: STORE, fromMs: T0 - DAY, toMs: T0 + 6 * DAY, grainMs: Number.POSITIVE_INFINITY };
    const days = async () =>
      (await db.selectFrom('rollup').select('start').where('name', '=', '').where('kind', '=', 'traffic').execute())
        .length;
    expect((await store.traffic(span))[0].in).toBe(5);
    const made = await days();
    expect(made).toBeGreaterThanOrEqual(4);
    expect((await store.traffic(span))[0].in).toBe(5);
    expect(await days()).toBe(made);
    await feed(store, envelope('agg/traffic', 9, traffic(1440 + 5, { in: 3, out: 0 })));
    expect(await days()).toBe(made - 1);
    expect((await store.traffic(span))[0].in).toBe(8);
    expect(await days()).toBe(made);
    await db.destroy();
  });

  it('are forgotten with the minutes that they are made of', async () => {
    const db = await openSqliteDb(':memory:');
    const store = kyselyStore(db);
    for (let day = 0; day < 5; day++)
      await feed(store, envelope('agg/traffic', day + 1, traffic(day * 1440, { in: 1, out: 0 })));
    expect(await store.rollUp(STORE, 6, 3)).toBe(3);
    expect(await store.rollUp(STORE, 6, 100)).toBe(4 * 6 - 3);
    expect(await store.rollUp(STORE, 6, 100)).toBe(0);
    expect((await db.selectFrom('rollup').selectAll().execute()).length).toBeGreaterThan(20);
    await deleteOld(db, STORE, { nowMs: T0 + 40 * DAY, timeZone: 'UTC', retentionDays: { minutes: 10 } });
    expect((await db.selectFrom('rollup').selectAll().execute()).length).toBe(0);
    await db.destroy();
  });
});

type Named = { slot: number; line?: string; zone?: string };
/** By name and slot, to the rounding of sums that were added in another order. */
const total = (sums: readonly Named[]) =>
  sums
    .map((sum) =>
      JSON.stringify(Object.entries(sum).sort(), (_, value) =>
        typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
      ),
    )
    .sort();

/** Quarters put together by day, each day's slot its start. */
function byDay(sums: readonly Named[], days: readonly { startMs: number; endMs: number }[]): Named[] {
  const all = new Map<string, Named>();
  for (const sum of sums) {
    const day = days.find(({ startMs, endMs }) => sum.slot >= startMs && sum.slot < endMs)!;
    const key = `${sum.line ?? sum.zone}/${day.startMs}`;
    all.set(key, { ...(addSums(all.get(key) as never, sum as never) as Named), slot: day.startMs });
  }
  return [...all.values()];
}

async function bareRead(
  store: ReturnType<typeof kyselyStore>,
  span: { fromMs: number; toMs: number; grainMs: number; store: string; settled: boolean },
) {
  const all: [Map<string, Named>, Map<string, Named>, Map<string, Named>] = [new Map(), new Map(), new Map()];
  for (let fromMs = span.fromMs; fromMs < span.toMs; fromMs += 4 * HOUR) {
    const part = { ...span, fromMs, toMs: Math.min(span.toMs, fromMs + 4 * HOUR) };
    const read: Named[][] = [await store.traffic(part), await store.zones(part), await store.queues(part)];
    read.forEach((sums, i) => {
      for (const sum of sums) {
        const key = `${sum.line ?? sum.zone}/${sum.slot}`;
        all[i].set(key, addSums(all[i].get(key) as never, sum as never) as Named);
      }
    });
  }
  return all.map((sums) => [...sums.values()]);
}
