import { sql } from 'kysely';
import { capped, within } from './slots.ts';
import type { FloorSum, InsideRow, Span } from './store.ts';
import type { Db } from './tables.ts';

/** All floors of a store as one: person-seconds, the largest minute, and the seconds seen, added over nodes and floors. */
export async function floorSums(db: Db, span: Span): Promise<FloorSum> {
  const { rows } = await sql<{ [K in keyof FloorSum]: number | null }>`
    select sum("personS") as "personS", max(maximum) as max, sum("seenS") as "seenS",
      sum("staffS") as "staffS", sum("stillS") as "stillS"
    from (
      select start, sum(person_s) as "personS", sum(maximum) as maximum,
        sum(${capped(sql.ref('coverage'))} * seconds) as "seenS", sum(staff_s) as "staffS", sum(still_s) as "stillS"
      from (
        select start, node, floor, sum(occupancy_s) as person_s, max(occupancy_max) as maximum,
          sum(coverage) as coverage, max(seconds) as seconds, sum(staff_s) as staff_s, sum(still_s) as still_s
        from floor_occupancy where ${within(span)}
        group by start, node, floor
      ) as part
      group by start
    ) as bucket`.execute(db);
  const [{ personS, max, seenS, staffS, stillS }] = rows;
  return { personS: personS ?? 0, max: max ?? 0, seenS: seenS ?? 0, staffS, stillS };
}

/** The balance of each node's floors, minute by minute, in order of time. */
export async function insideRows(db: Db, span: Span): Promise<InsideRow[]> {
  const { rows } = await sql<InsideRow>`
    select node, floor, start as "startMs", max(seconds) as seconds, sum(inside_s) as "insideS",
      sum(inside_variance_s) as "varianceS", sum(inside_seen_s) as "seenS"
    from floor_occupancy where ${within(span)} and inside_seen_s > 0
    group by start, node, floor order by start`.execute(db);
  return rows;
}
