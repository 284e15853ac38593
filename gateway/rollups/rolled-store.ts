import { setImmediate as turn } from 'node:timers/promises';
import { groupBy } from '../group-by.ts';
import type { SlotQuery, Store } from '../store/store.ts';
import type { Db, Tables } from '../store/tables.ts';
import { DailySums } from './daily-sums.ts';
import { joined } from './joined.ts';
import { DAY_MS, type Kind, QUARTER_MS } from './kinds.ts';
import { LAYOUTS, type Layout, type Sums, toSum } from './layout.ts';
import { addDay, packDay, type Quarters } from './pack.ts';

type Query = SlotQuery & { zone?: string };
type Sum = Sums[Kind];

/** Below this a range is read minute by minute: that is as fast. */
const LEAST_MS = DAY_MS / 4;

/**
 * Reads days in UTC that are over from their rolled-up quarters, and rolls up what it meets for the first
 * time. A day is rolled up when a later one has begun; a message that comes for it after that takes its roll-ups away in
 * `accept`, so that a sum is the same with and without them.
 */
export function rolledStore(db: Db, store: Omit<Store, 'rollUp'>, quiet: (store: string) => number | undefined): Store {
  const read = <K extends Kind>(kind: K, query: Query): Promise<Sums[K][]> =>
    (store[kind] as (query: Query) => Promise<Sums[K][]>)(query);

  async function rolled<K extends Kind>(kind: K, query: Query): Promise<Sums[K][]> {
    const { store: of, fromMs, toMs, grainMs } = query;
    const fits = !Number.isFinite(grainMs) || grainMs % QUARTER_MS === 0;
    const latest = fits && toMs - fromMs >= LEAST_MS ? await store.latestBucketMs(of) : null;
    const over = Math.floor((latest ?? 0) / DAY_MS) * DAY_MS;
    // The quarters of these days; what is around them is read from the minutes.
    const first = Math.ceil(fromMs / QUARTER_MS) * QUARTER_MS;
    const last = Math.min(Math.floor(toMs / QUARTER_MS) * QUARTER_MS, over);
    if (first >= last) return read(kind, query);
    const quarters = { fromMs: first, toMs: last, grainMs };
    const days = await dayRows(kind, query, Math.floor(first / DAY_MS) * DAY_MS, last);
    const sums = [
      ...(fromMs < first ? await read(kind, { ...query, toMs: first }) : []),
      ...inSlots(LAYOUTS[kind] as Layout<Sums[K]>, days, quarters),
      ...(last < toMs ? await read(kind, { ...query, fromMs: last }) : []),
    ];
    return joined(LAYOUTS[kind].name, sums as Sum[]) as Sums[K][];
  }

  const daily = new DailySums(db, { ...store, read: rolled });
  const sums = <K extends Kind>(kind: K, query: Query): Promise<Sums[K][]> =>
    query.days ? daily.of(kind, query, query.days) : rolled(kind, query);

  /** The packed days of a range; those that are not there yet are made. */
  async function dayRows(kind: Kind, query: Query, first: number, last: number): Promise<Tables['rollup'][]> {
    const { store: of, zone, settled = false } = query;
    let found = db
      .selectFrom('rollup')
      .selectAll()
      .where('store', '=', of)
      .where('kind', '=', kind)
      .where('settled', '=', settled ? 1 : 0)
      .where('start', '>=', first)
      .where('start', '<', last);
    if (zone !== undefined) found = found.where('name', 'in', ['', zone]);
    const rows = await found.execute();
    const there = new Set(rows.map((row) => Number(row.start)));
    for (let day = first; day < last; day += DAY_MS) {
      if (there.has(day)) continue;
      rows.push(...(await rollUpDay(kind, of, day, settled)));
      // A year that is read for the first time takes seconds: others are answered in between.
      await turn();
    }
    return zone === undefined ? rows : rows.filter(({ name }) => name === zone);
  }

  async function rollUpDay<K extends Kind>(kind: K, of: string, day: number, settled: boolean) {
    const layout = LAYOUTS[kind] as Layout<Sums[K]>;
    const before = quiet(of);
    const span = { store: of, fromMs: day, toMs: day + DAY_MS };
    const sums = await read(kind, { ...span, grainMs: QUARTER_MS, ...(settled ? { settled } : {}) });
    const key = { store: of, kind, settled: settled ? 1 : 0, start: day };
    const rows: Tables['rollup'][] = [{ ...key, name: '', body: new Uint8Array() }];
    for (const [name, own] of groupBy(sums, (sum) => sum[layout.name] as string)) {
      rows.push({ ...key, name, body: packDay(layout, day, own) });
    }
    const keep = db.transaction().execute(async (tx) => {
      // A message that came meanwhile may be in the sums or not: such a day is not kept. One that comes from here on
      // is stored after this transaction, and takes the day away again.
      if (before === undefined || before !== quiet(of)) return;
      await tx
        .insertInto('rollup')
        .values(rows)
        .onConflict((oc) => oc.doNothing())
        .execute();
    });
    // Whoever reads must get an answer on a full disk too.
    await keep.catch(() => undefined);
    return rows;
  }

  return {
    ...store,
    traffic: (query) => sums('traffic', query),
    zones: (query) => sums('zones', query),
    queues: (query) => sums('queues', query),
    async rollUp(of, days, most) {
      const latest = await store.latestBucketMs(of);
      const oldest = await store.oldestBucketMs(of);
      if (latest === null || oldest === null) return 0;
      const last = Math.floor(latest / DAY_MS) * DAY_MS;
      const first = Math.max(last - days * DAY_MS, Math.floor(oldest / DAY_MS) * DAY_MS);
      let made = 0;
      for (const kind of Object.keys(LAYOUTS) as Kind[]) {
        for (const settled of [false, true]) {
          const there = await db
            .selectFrom('rollup')
            .select('start')
            .where('store', '=', of)
            .where('kind', '=', kind)
            .where('settled', '=', settled ? 1 : 0)
            .where('start', '>=', first)
            .where('start', '<', last)
            .where('name', '=', '')
            .execute();
          const known = new Set(there.map(({ start }) => Number(start)));
          for (let day = last - DAY_MS; day >= first && made < most; day -= DAY_MS) {
            if (known.has(day)) continue;
            await rollUpDay(kind, of, day, settled);
            made++;
            await turn();
          }
        }
      }
      return made;
    },
  };
}

function inSlots<S>(layout: Layout<S>, days: readonly Tables['rollup'][], quarters: Quarters): S[] {
  const sums: S[] = [];
  for (const [name, own] of groupBy(days, (row) => row.name)) {
    if (name === '') continue;
    const slots = new Map<number, Float64Array>();
    for (const { start, body } of own) addDay(layout, Number(start), body, quarters, slots);
    for (const [slot, row] of slots) sums.push(toSum(layout, name, slot, row));
  }
  return sums;
}
