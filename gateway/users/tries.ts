import { sql } from 'kysely';
import { AisleError } from '../../models/contract/errors.ts';
import type { Db } from '../store/tables.ts';
import { networkOf } from './network.ts';
import { hashOf } from './secrets.ts';

/** Tries without consequence, by account and by network: behind one address there may be a whole office. */
const FREE = { account: 5, address: 20 } as const;
const FIRST_WAIT_MS = 1000;
const DOUBLINGS = 10;
const FORGET_MS = 86_400_000;

export interface Tried {
  /** Takes the try back: it was right. */
  succeeded(): Promise<void>;
}

/**
 * Counts a try to sign in before it is known whether it is right, so that many at once count as many. After the free ones
 * each must wait twice as long as the one before, up to 17 minutes. An account that does not exist is counted like any
 * other, and an address as its network: see network.ts. Throws TOO_MANY when it is too early.
 */
export async function beginTry(db: Db, nowMs: number, name: string, address: string): Promise<Tried> {
  const account = `account:${hashOf(name)}`;
  const from = `address:${hashOf(networkOf(address))}`;
  await count(db, nowMs, from, FREE.address);
  await count(db, nowMs, account, FREE.account);
  return {
    async succeeded() {
      await db.deleteFrom('tries').where('key', '=', account).execute();
      // Only this try is taken back: who has an account here shall not wipe out what they tried on others.
      const less = { until: nowMs, count: sql<number>`count - 1` };
      await db.updateTable('tries').set(less).where('key', '=', from).execute();
      await db
        .deleteFrom('tries')
        .where('last', '<', nowMs - FORGET_MS)
        .execute();
    },
  };
}

/** One statement looks and counts: two tries at the same moment cannot both find the door open. */
async function count(db: Db, nowMs: number, key: string, free: number): Promise<void> {
  const forgotten = sql`tries.last < ${nowMs - FORGET_MS}`;
  const doublings = sql`case when tries.count - ${free} > ${DOUBLINGS} then ${DOUBLINGS} else tries.count - ${free} end`;
  const wait = sql`case when ${forgotten} or tries.count < ${free} then 0 else ${nowMs} + (${FIRST_WAIT_MS} << (${doublings})) end`;
  const counted = await db
    .insertInto('tries')
    .values({ key, count: 1, last: nowMs, until: 0 })
    .onConflict((oc) =>
      oc
        .column('key')
        .doUpdateSet({
          count: sql<number>`case when ${forgotten} then 1 else tries.count + 1 end`,
          last: nowMs,
          until: sql<number>`${wait}`,
        })
        .where('tries.until', '<=', nowMs),
    )
    .returning('count')
    .execute();
  if (counted.length > 0) return;
  const { until } = await db.selectFrom('tries').select('until').where('key', '=', key).executeTakeFirstOrThrow();
  const waitS = Math.max(1, Math.ceil((until - nowMs) / 1000));
  throw new AisleError('TOO_MANY', 'too many tries to sign in', `Wait ${waitS} s, then try again.`);
}
