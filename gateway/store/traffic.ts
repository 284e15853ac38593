import { sql } from 'kysely';
import { andSlot, capped, namesOf, slotOf, within } from './slots.ts';
import type { SlotQuery, TrafficSum } from './store.ts';
import type { Db } from './tables.ts';

/** Sums of each line and slot. */
export async function trafficSums(db: Db, query: SlotQuery): Promise<TrafficSum[]> {
  const { rows } = await sql<TrafficSum>`
    ${namesOf('traffic', 'line', query.store)}
    select line, ${slotOf(sql.ref('start'), query.grainMs)} as slot, sum(count_in) as "in", sum(count_out) as "out",
      sum(variance_in) as "inVariance", sum(variance_out) as "outVariance",
      sum(${capped(sql.ref('coverage'))} * seconds) as "seenS"
    from (
      select line, start, max(seconds) as seconds, sum(coverage) as coverage, sum(count_in) as count_in,
        sum(count_out) as count_out, sum(variance_in) as variance_in, sum(variance_out) as variance_out
      from traffic where ${within(query)} and line in (select name from names)
      group by line, start
    ) as bucket
    group by line${andSlot(query.grainMs)} order by slot, line`.execute(db);
  return rows;
}
