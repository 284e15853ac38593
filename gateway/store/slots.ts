import { type Expression, type RawBuilder, sql } from 'kysely';
import type { Span } from './store.ts';

/** The start of a row's slot; one slot, 0, for an infinite grain. */
export function slotOf(start: Expression<number>, grainMs: number): RawBuilder<number> {
  if (!Number.isFinite(grainMs)) return sql<number>`0`;
  return sql<number>`${start} - ${start} % ${sql.lit(grainMs)}`;
}

/** Messages of one bucket add their coverage, but a bucket is seen once at most. */
export const capped = (coverage: Expression<number>): RawBuilder<number> =>
  sql<number>`case when ${coverage} > 1 then 1 else ${coverage} end`;

/** The condition of a span on tables with `store` and `start`. */
export const within = ({ store, fromMs, toMs }: Span) =>
  sql<boolean>`store = ${store} and start >= ${fromMs} and start < ${toMs}`;
