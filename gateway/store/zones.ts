import { sql } from 'kysely';
import { emptyHistogram, HISTOGRAM_BINS } from '../../models/contract/histogram.ts';
import { andSlot, capped, namesOf, slotOf, within } from './slots.ts';
import type { FloorSum, SlotQuery, Span, ZoneSum } from './store.ts';
import type { Db } from './tables.ts';

/** Named one by one, so that the index hands the rows out in the order of their groups. */
const ALL_BINS = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => sql.lit(bin));

/** Sums of each zone and slot. */
export async function zoneSums(db: Db, query: SlotQuery & { zone?: string }): Promise<ZoneSum[]> {
  const only = query.zone === undefined ? sql`zone in (select name from names)` : sql`zone = ${query.zone}`;
  const slot = slotOf(sql.ref('start'), query.grainMs);
  const sums = sql<ZoneSum>`
    ${namesOf('zone', 'zone', query.store)}
    select zone, ${slot} as slot, sum(visits) as visits, sum(visits_variance) as "visitsVariance",
      sum(ended) as ended, sum(censored) as censored, sum(engaged) as engaged, sum(dwell_s) as "dwellS",
      sum(occupancy_s) as "occupancyS", max(occupancy_max) as "occupancyMax",
      sum(${capped(sql.ref('coverage'))} * seconds) as "seenS"
    from (
      select zone, start, max(seconds) as seconds, sum(coverage) as coverage, sum(visits) as visits,
        sum(visits_variance) as visits_variance, sum(ended) as ended, sum(censored) as censored,
        sum(engaged) as engaged, sum(dwell_s) as dwell_s, sum(occupancy_s) as occupancy_s,
        max(occupancy_max) as occupancy_max
      from zone where ${within(query)} and ${only}
      group by zone, start
    ) as bucket
    group by zone${andSlot(query.grainMs)} order by slot, zone`;
  const bins = sql<{ zone: string; slot: number; bin: number; ended: number; censored: number }>`
    ${namesOf('dwell', 'zone', query.store)}
    select zone, ${slot} as slot, bin, sum(ended) as ended, sum(censored) as censored
    from dwell where ${within(query)} and ${only} and bin in (${sql.join(ALL_BINS)})
    group by zone, bin${andSlot(query.grainMs)}`;
  const rows = (await sums.execute(db)).rows.map((row) => ({
    ...row,
    dwellHistogram: emptyHistogram(),
    censoredHistogram: emptyHistogram(),
  }));
  const byKey = new Map(rows.map((row) => [`${row.zone}/${row.slot}`, row]));
  for (const { zone, slot, bin, ended, censored } of (await bins.execute(db)).rows) {
    const row = byKey.get(`${zone}/${slot}`)!;
    row.dwellHistogram[bin] = ended;
    row.censoredHistogram[bin] = censored;
  }
  return rows;
}

/** All floors of a store as one: person-seconds, the largest minute, and the seconds seen, added over nodes and floors. */
export async function floorSums(db: Db, span: Span): Promise<FloorSum> {
  const { rows } = await sql<{ person_s: number | null; max: number | null; seen_s: number | null }>`
    select sum(person_s) as person_s, max(maximum) as max, sum(seen_s) as seen_s
    from (
      select start, sum(person_s) as person_s, sum(maximum) as maximum,
        sum(${capped(sql.ref('coverage'))} * seconds) as seen_s
      from (
        select start, node, floor, sum(occupancy_s) as person_s, max(occupancy_max) as maximum,
          sum(coverage) as coverage, max(seconds) as seconds
        from floor_occupancy where ${within(span)}
        group by start, node, floor
      ) as part
      group by start
    ) as bucket`.execute(db);
  const [row] = rows;
  return { personS: row.person_s ?? 0, max: row.max ?? 0, seenS: row.seen_s ?? 0 };
}
