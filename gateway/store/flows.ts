import { sql } from 'kysely';
import { andSlot, slotOf, within } from './slots.ts';
import type { FlowSlot, FlowSum, FlowSums, SlotQuery, Span } from './store.ts';
import type { Db } from './tables.ts';

/** Transitions between zones over a span, ways by their ends, and what no pair could be told for. */
export async function flowSums(db: Db, span: Span): Promise<FlowSums> {
  const [all] = await flowSlots(db, { ...span, grainMs: Number.POSITIVE_INFINITY });
  return all ?? { flows: [], unplaced: 0, ends: [], endsUnplaced: null };
}

/** The same of each slot that has anything, in order of time. */
export async function flowSlots(db: Db, query: SlotQuery): Promise<FlowSlot[]> {
  const slots = new Map<number, FlowSlot>();
  const at = (slot: number): FlowSlot => {
    const known = slots.get(slot) ?? { slot, flows: [], unplaced: 0, ends: [], endsUnplaced: null };
    slots.set(slot, known);
    return known;
  };
  for (const { slot, ...pair } of await pairSums(db, 'flow', 'zone', query)) at(slot).flows.push(pair);
  for (const { slot, ...pair } of await pairSums(db, 'ends', 'place', query)) at(slot).ends.push(pair);
  const { rows } = await sql<{ slot: number; unplaced: number | null; endsUnplaced: number | null }>`
    select ${slotOf(sql.ref('start'), query.grainMs)} as slot,
      sum(unplaced) as unplaced, sum(ends_unplaced) as "endsUnplaced"
    from flow_period where ${within(query)} group by store${andSlot(query.grainMs)}`.execute(db);
  for (const { slot, unplaced, endsUnplaced } of rows) {
    const own = at(slot);
    own.unplaced = unplaced ?? 0;
    own.endsUnplaced = endsUnplaced;
  }
  return [...slots.values()].sort((a, b) => a.slot - b.slot);
}

async function pairSums(
  db: Db,
  table: 'flow' | 'ends',
  what: 'zone' | 'place',
  query: SlotQuery,
): Promise<(FlowSum & { slot: number })[]> {
  const [from, to] = [sql.ref(`from_${what}`), sql.ref(`to_${what}`)];
  const slot = slotOf(sql.ref('start'), query.grainMs);
  const { rows } = await sql<FlowSum & { slot: number }>`
    select ${slot} as slot, "from", "to", sum(count) as count, sum(variance) as variance, max(count) as largest
    from (
      select start, ${from} as "from", ${to} as "to", sum(count) as count, sum(variance) as variance
      from ${sql.table(table)} where ${within(query)}
      group by ${from}, ${to}, start
    ) as period
    group by "from", "to"${andSlot(query.grainMs)} order by "from", "to"`.execute(db);
  return rows;
}
