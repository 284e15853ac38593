import { sql } from 'kysely';
import { within } from './slots.ts';
import type { FlowSum, FlowSums, Span } from './store.ts';
import type { Db } from './tables.ts';

/** Transitions between zones over a span, ways by their ends, and what no pair could be told for. */
export async function flowSums(db: Db, span: Span): Promise<FlowSums> {
  const [flows, ends] = [await pairSums(db, 'flow', 'zone', span), await pairSums(db, 'ends', 'place', span)];
  const rest = await db
    .selectFrom('flow_period')
    .select((e) => [
      e.fn.sum<number | null>('unplaced').as('unplaced'),
      e.fn.sum<number | null>('ends_unplaced').as('endsUnplaced'),
    ])
    .where(within(span))
    .executeTakeFirstOrThrow();
  return { flows, unplaced: rest.unplaced ?? 0, ends, endsUnplaced: rest.endsUnplaced };
}

async function pairSums(db: Db, table: 'flow' | 'ends', what: 'zone' | 'place', span: Span): Promise<FlowSum[]> {
  const [from, to] = [sql.ref(`from_${what}`), sql.ref(`to_${what}`)];
  const { rows } = await sql<FlowSum>`
    select "from", "to", sum(count) as count, sum(variance) as variance, max(count) as largest
    from (
      select ${from} as "from", ${to} as "to", sum(count) as count, sum(variance) as variance
      from ${sql.table(table)} where ${within(span)}
      group by ${from}, ${to}, start
    ) as period
    group by "from", "to" order by "from", "to"`.execute(db);
  return rows;
}
