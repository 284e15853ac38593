import { sql } from 'kysely';
import { capped, slotOf, within } from './slots.ts';
import type { SlotQuery, TrafficSum } from './store.ts';
import type { Db } from './tables.ts';

export async function trafficSums(db: Db, query: SlotQuery): Promise<TrafficSum[]> {
  return db
    .selectFrom((from) =>
      from
        .selectFrom('traffic')
        .select((e) => [
          'line',
          'start',
          e.fn.max('seconds').as('seconds'),
          e.fn.sum<number>('coverage').as('coverage'),
          e.fn.sum<number>('count_in').as('count_in'),
          e.fn.sum<number>('count_out').as('count_out'),
          e.fn.sum<number>('variance_in').as('variance_in'),
          e.fn.sum<number>('variance_out').as('variance_out'),
        ])
        .where(within(query))
        .groupBy(['line', 'start'])
        .as('bucket'),
    )
    .select((e) => [
      'line',
      slotOf(e.ref('start'), query.grainMs).as('slot'),
      e.fn.sum<number>('count_in').as('in'),
      e.fn.sum<number>('count_out').as('out'),
      e.fn.sum<number>('variance_in').as('inVariance'),
      e.fn.sum<number>('variance_out').as('outVariance'),
      sql<number>`sum(${capped(e.ref('coverage'))} * seconds)`.as('seenS'),
    ])
    .groupBy(['line', 'slot'])
    .orderBy('slot')
    .orderBy('line')
    .execute();
}
