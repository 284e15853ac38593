import { within } from './slots.ts';
import type { FlowSum, Span } from './store.ts';
import type { Db } from './tables.ts';

/** Transitions between zones over a span, and those that no zone pair could be told for. */
export async function flowSums(db: Db, span: Span): Promise<{ flows: FlowSum[]; unplaced: number }> {
  const flows = await db
    .selectFrom((from) =>
      from
        .selectFrom('flow')
        .select((e) => [
          'from_zone',
          'to_zone',
          e.fn.sum<number>('count').as('count'),
          e.fn.sum<number>('variance').as('variance'),
        ])
        .where(within(span))
        .groupBy(['from_zone', 'to_zone', 'start'])
        .as('period'),
    )
    .select((e) => [
      'from_zone as from',
      'to_zone as to',
      e.fn.sum<number>('count').as('count'),
      e.fn.sum<number>('variance').as('variance'),
      e.fn.max<number>('count').as('largest'),
    ])
    .groupBy(['from_zone', 'to_zone'])
    .orderBy('from_zone')
    .orderBy('to_zone')
    .execute();
  const rest = await db
    .selectFrom('flow_period')
    .select((e) => e.fn.sum<number | null>('unplaced').as('unplaced'))
    .where(within(span))
    .executeTakeFirstOrThrow();
  return { flows, unplaced: rest.unplaced ?? 0 };
}
