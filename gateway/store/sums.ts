import { sql } from 'kysely';
import { HISTOGRAM_BINS } from '../../models/contract/histogram.ts';
import { andSlot, namesOf, slotOf, within } from './slots.ts';
import type { SlotQuery } from './store.ts';
import type { Db } from './tables.ts';

/** A table whose rows are summed by name and slot; `add` and `largest` lead from the sum's name to the column's. */
export interface Summed<R> {
  table: string;
  /** The column of the name: the first of the table's index after `store`. */
  name: string;
  add: { [K in keyof R]?: string };
  largest?: { [K in keyof R]?: string };
}
type Named = { slot: number; seenS: number };

/**
 * Sums of each name and slot, and `seenS`. Messages of one bucket add, and so does their coverage, but no bucket is seen
 * more than once. Hardly any bucket comes in several messages that say more than that, so those are looked for apart
 * and taken off: the sums themselves need no grouping by bucket, which was most of the work (12 zones of a busy day, on
 * one machine: 27 → 16 ms).
 */
export async function slotSums<R extends Named>(
  db: Db,
  { table, name, add, largest = {} }: Summed<Omit<R, keyof Named>>,
  query: SlotQuery,
  only?: string,
): Promise<R[]> {
  const [from, key] = [sql.table(table), sql.ref(name)];
  const slot = slotOf(sql.ref('start'), query.grainMs);
  const rows = sql`${within(query)} and ${ofName(name, only)}`;
  const sums = [
    ...Object.entries<string>(add as Record<string, string>).map(
      ([as, column]) => sql`sum(${sql.ref(column)}) as ${sql.ref(as)}`,
    ),
    ...Object.entries<string>(largest as Record<string, string>).map(
      ([as, column]) => sql`max(${sql.ref(column)}) as ${sql.ref(as)}`,
    ),
  ];
  const summed = await sql<R>`
    ${namesOf(table, name, query.store)}
    select ${key}, ${slot} as slot, ${sql.join(sums)}, sum(coverage * seconds) as "seenS"
    from ${from} where ${rows} group by ${key}${andSlot(query.grainMs)} order by slot, ${key}`.execute(db);
  const twice = await sql<{ name: string; slot: number; excess: number }>`
    ${namesOf(table, name, query.store)}
    select ${key} as name, ${slot} as slot, (sum(coverage) - 1) * max(seconds) as excess
    from ${from} where ${rows} group by ${key}, start having sum(coverage) > 1`.execute(db);
  const byKey = new Map(summed.rows.map((row) => [`${row[name as keyof R]}/${row.slot}`, row]));
  for (const { name: of, slot: at, excess } of twice.rows) byKey.get(`${of}/${at}`)!.seenS -= excess;
  return summed.rows;
}

/** Named one by one, so that the index hands the rows out in the order of their groups. */
const ALL_BINS = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => sql.lit(bin));

/** Puts the bins of a table into the histograms of `rows`; `into` leads from the histogram to the column. */
export async function addBins<R extends Named & { zone: string } & { [K in H]: number[] }, H extends string>(
  db: Db,
  table: 'dwell' | 'wait',
  into: Record<H, string>,
  rows: R[],
  query: SlotQuery,
  only?: string,
): Promise<void> {
  const columns = Object.entries<string>(into) as [H, string][];
  const bins = await sql<{ zone: string; slot: number; bin: number } & Record<string, number>>`
    ${namesOf(table, 'zone', query.store)}
    select zone, ${slotOf(sql.ref('start'), query.grainMs)} as slot, bin,
      ${sql.join(columns.map(([, column]) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`))}
    from ${sql.table(table)} where ${within(query)} and ${ofName('zone', only)} and bin in (${sql.join(ALL_BINS)})
    group by zone, bin${andSlot(query.grainMs)}`.execute(db);
  const byKey = new Map(rows.map((row) => [`${row.zone}/${row.slot}`, row]));
  for (const bin of bins.rows) {
    const row = byKey.get(`${bin.zone}/${bin.slot}`)!;
    for (const [histogram, column] of columns) row[histogram][bin.bin] = bin[column];
  }
}

const ofName = (column: string, only: string | undefined) =>
  only === undefined ? sql`${sql.ref(column)} in (select name from names)` : sql`${sql.ref(column)} = ${only}`;
