import { sql } from 'kysely';
import type { FacingNow, FacingRow, FacingSum, ShelfChange, ShelfSlot, ShelfStore } from './shelf-rows.ts';
import { andSlot, slotOf, within } from './slots.ts';
import type { Db } from './tables.ts';

/** A node that does not count the time says how the facing was at the end of the period: that stands for all of it. */
const KNOWN = sql`sum(case when empty_s is null and state = 'unknown' then 0 else coverage * seconds end)`;
const EMPTY = sql`sum(coalesce(empty_s, case when state = 'empty' then coverage * seconds else 0 end))`;

export const shelfStore = (db: Db): ShelfStore => ({
  async facingsNow(span) {
    const { rows } = await sql<FacingRow>`
      select s.shelf, s.facing, s.start as "startMs", s.seconds, s.coverage, s.state, s.fill, s.variance from shelf s
      join (select shelf, facing, max(start) as newest, max(case when coverage > 0 then start end) as seen
        from shelf where ${within(span)} group by shelf, facing) n
        on s.shelf = n.shelf and s.facing = n.facing and s.start in (n.newest, n.seen)
      where s.store = ${span.store} and s.start >= ${span.fromMs}
      order by s.shelf, s.facing, s.start, s.coverage`.execute(db);
    const facings = new Map<string, FacingNow>();
    for (const row of rows) {
      const { shelf, facing } = row;
      const key = `${shelf}/${facing}`;
      const seen = row.coverage > 0 ? row : facings.get(key)?.seen;
      facings.set(key, { shelf, facing, newest: row, seen });
    }
    return [...facings.values()];
  },
  async facingSums(span) {
    const { rows } = await sql<FacingSum>`
      select shelf, facing, ${KNOWN} as "knownS", ${EMPTY} as "emptyS" from shelf
      where ${within(span)} group by shelf, facing`.execute(db);
    return rows;
  },
  async shelfSlots(query) {
    const { rows } = await sql<ShelfSlot>`
      select ${slotOf(sql.ref('start'), query.grainMs)} as slot, ${KNOWN} as "knownS", ${EMPTY} as "emptyS" from shelf
      where ${within(query)} group by store${andSlot(query.grainMs)} order by slot`.execute(db);
    return rows;
  },
  async shelfChanges({ store, fromMs, toMs }) {
    const { rows } = await sql<ShelfChange>`
      select time as "timeMs", since as "sinceMs", shelf, facing, change from shelf_event
      where store = ${store} and since >= ${fromMs} and since < ${toMs} order by since, message`.execute(db);
    return rows;
  },
});
