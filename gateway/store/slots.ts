import { type Expression, type RawBuilder, sql } from 'kysely';
import type { Span } from './store.ts';

/** The start of a row's slot; one slot, 0, for an infinite grain. */
export function slotOf(start: Expression<number>, grainMs: number): RawBuilder<number> {
  if (!Number.isFinite(grainMs)) return sql<number>`0`;
  return sql<number>`${start} - ${start} % ${sql.lit(grainMs)}`;
}

/** `, slot` for a GROUP BY; nothing for one slot, since grouping by a constant makes SQLite sort after all. */
export const andSlot = (grainMs: number) => (Number.isFinite(grainMs) ? sql`, slot` : sql``);

/** Messages of one bucket add their coverage, but a bucket is seen once at most. */
export const capped = (coverage: Expression<number>): RawBuilder<number> =>
  sql<number>`case when ${coverage} > 1 then 1 else ${coverage} end`;

/** The condition of a span on tables with `store` and `start`. */
export const within = ({ store, fromMs, toMs, settled }: Span) =>
  sql<boolean>`store = ${store} and start >= ${fromMs} and start < ${toMs}${settled ? notLate(store) : sql``}`;

const notLate = (store: string) =>
  sql` and message not in (select id from messages where store = ${store} and late = 1)`;

/**
 * The names that a store has in a table, found with one look into the index each (a skip scan). Stands before a select
 * whose condition holds `in (select name from names)`.
 */
export const namesOf = (table: string, column: string, store: string) => sql`
  with recursive names(name) as (
    select min(${sql.ref(column)}) from ${sql.table(table)} where store = ${store}
    union all
    select (select min(${sql.ref(column)}) from ${sql.table(table)} where store = ${store} and ${sql.ref(column)} > names.name)
      from names where names.name is not null
  )`;
