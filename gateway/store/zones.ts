import { type RawBuilder, sql } from 'kysely';
import { capped, slotOf, within } from './slots.ts';
import type { FloorSum, SlotQuery, Span, ZoneSum } from './store.ts';
import { BINS, type Db } from './tables.ts';

const SUMS = ['visits', 'visits_variance', 'ended', 'censored', 'engaged', 'dwell_s', 'occupancy_s'] as const;
const HISTOGRAMS = BINS.flatMap((bin) => [`dwell_${bin}`, `cut_${bin}`] as const);

const sums = (names: readonly string[]): RawBuilder<number> =>
  sql.join(names.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`));

/** Sums of each zone and slot. The histograms have a column a bin, so the list of sums is written by a loop. */
export async function zoneSums(db: Db, query: SlotQuery & { zone?: string }): Promise<ZoneSum[]> {
  const only = query.zone === undefined ? sql`` : sql`and zone = ${query.zone}`;
  const names = [...SUMS, ...HISTOGRAMS];
  const { rows } = await sql<Record<string, number> & { zone: string }>`
    select zone, ${slotOf(sql.ref('start'), query.grainMs)} as slot, ${sums(names)},
      max(occupancy_max) as occupancy_max, sum(${capped(sql.ref('coverage'))} * seconds) as seen_s
    from (
      select zone, start, max(seconds) as seconds, sum(coverage) as coverage,
        max(occupancy_max) as occupancy_max, ${sums(names)}
      from zone where ${within(query)} ${only}
      group by zone, start
    ) as bucket
    group by zone, slot order by slot, zone`.execute(db);
  return rows.map((row) => ({
    zone: row.zone,
    slot: row.slot,
    visits: row.visits,
    visitsVariance: row.visits_variance,
    ended: row.ended,
    censored: row.censored,
    engaged: row.engaged,
    dwellS: row.dwell_s,
    occupancyS: row.occupancy_s,
    occupancyMax: row.occupancy_max,
    dwellHistogram: BINS.map((bin) => row[`dwell_${bin}`]),
    censoredHistogram: BINS.map((bin) => row[`cut_${bin}`]),
    seenS: row.seen_s,
  }));
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
