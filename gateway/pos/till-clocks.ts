import type { ExpressionBuilder } from 'kysely';
import { AisleError } from '../../models/contract/errors.ts';
import { instant } from '../../models/contract/ids.ts';
import type { PosClock } from '../../models/contract/pos.ts';
import { keptWithin } from '../rollups/kept.ts';
import { DAY_MS, KEPT_OF_TILLS } from '../rollups/kinds.ts';
import type { Db, Tables } from '../store/tables.ts';
import { moveReceipts, type TillDay } from './move-receipts.ts';
import type { PosTables } from './tables.ts';

/** What was found out about a till's clock on a day. */
export interface FoundClock extends TillDay {
  /** Above 0 the till is fast. */
  offsetS: number;
  score: number;
  lead: number;
}

/** A smaller offset is the time between a receipt and its customer leaving, and moves no figure. */
const LEAST_OFFSET_S = 180;
/** Rows that are listed. */
const LISTED = 400;

/**
 * Till clocks by store, business day and till. While a row is `applied`, the times of that till's receipts of that day
 * are the till's own less `offset_s`; what comes later is moved as it is stored.
 */
export class TillClocks {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** When each till had its sales and returns of a business day, by its own clock. */
  async told(store: string, day: string): Promise<Map<string, number[]>> {
    const rows = await this.#db
      .selectFrom('receipts as r')
      .leftJoin('till_clock as c', (join) =>
        join
          .onRef('c.store', '=', 'r.store')
          .onRef('c.day', '=', 'r.day')
          .onRef('c.till', '=', 'r.till')
          .on('c.state', '=', 'applied'),
      )
      .select(['r.till', 'r.time', 'c.offset_s'])
      .where('r.store', '=', store)
      .where('r.day', '=', day)
      .where('r.kind', 'in', ['sale', 'return'])
      .execute();
    const tills = new Map<string, number[]>();
    for (const { till, time, offset_s } of rows) {
      const told = Number(time) + (offset_s ?? 0) * 1000;
      const times = tills.get(till);
      if (times) times.push(told);
      else tills.set(till, [told]);
    }
    return tills;
  }

  /**
   * Keeps what was found and moves the receipts by it; the same again changes nothing. What somebody took back stays as
   * the till had it. Answers the state.
   */
  async keep({ store, day, till, offsetS, score, lead }: FoundClock, nowMs: number): Promise<PosClock['state']> {
    const of = { store, day, till };
    const wanted = Math.abs(offsetS) >= LEAST_OFFSET_S ? ('applied' as const) : ('right' as const);
    return this.#db.transaction().execute(async (tx) => {
      // A write first: a transaction that has only read cannot go on once another process has written.
      const fresh = { ...of, offset_s: 0, score, lead, receipts: 0, state: 'right' as const, judged: nowMs };
      await tx
        .insertInto('till_clock')
        .values(fresh)
        .onConflict((oc) => oc.columns(['store', 'day', 'till']).doUpdateSet({ judged: nowMs }))
        .execute();
      const row = tx.selectFrom('till_clock').selectAll();
      const { state, offset_s } = await row.where(is(of)).executeTakeFirstOrThrow();
      if (state === 'withdrawn') return state;
      const applied = state === 'applied' ? offset_s : 0;
      const { receipts, touched } = await moveReceipts(tx, of, applied - (wanted === 'applied' ? offsetS : 0));
      await dropKept(tx, store, touched);
      const found = { offset_s: offsetS, score, lead, receipts, state: wanted };
      await tx.updateTable('till_clock').set(found).where(is(of)).execute();
      return wanted;
    });
  }

  /** Puts the receipts back to where the till had them, for good. Throws NOT_FOUND where nothing was found out. */
  async withdraw(of: TillDay): Promise<PosClock> {
    const row = await this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('till_clock')
        .set((eb) => ({ judged: eb.ref('judged') }))
        .where(is(of))
        .executeTakeFirst();
      if (numUpdatedRows === 0n) {
        const message = `nothing is known of the clock of till ${of.till} on ${of.day}`;
        throw new AisleError('NOT_FOUND', message, 'Take day and till from …/pos/clocks.');
      }
      const query = tx.selectFrom('till_clock').selectAll().where(is(of));
      const before = await query.executeTakeFirstOrThrow();
      if (before.state === 'applied')
        await dropKept(tx, of.store, (await moveReceipts(tx, of, before.offset_s)).touched);
      await tx.updateTable('till_clock').set({ state: 'withdrawn' }).where(is(of)).execute();
      return query.executeTakeFirstOrThrow();
    });
    return answer(row);
  }

  /** Newest day first. */
  async list(store: string, sinceDay = ''): Promise<PosClock[]> {
    const rows = await this.#db
      .selectFrom('till_clock')
      .selectAll()
      .where('store', '=', store)
      .where('day', '>=', sinceDay)
      .orderBy('day', 'desc')
      .orderBy('till')
      .limit(LISTED)
      .execute();
    return rows.map(answer);
  }
}

async function dropKept(tx: Db, store: string, days: readonly number[]): Promise<void> {
  for (const day of days) {
    await tx
      .deleteFrom('kept')
      .where(keptWithin(KEPT_OF_TILLS, store, day, day + DAY_MS))
      .execute();
  }
}

const is =
  ({ store, day, till }: TillDay) =>
  (eb: ExpressionBuilder<Tables, 'till_clock'>) =>
    eb.and({ store, day, till });

const answer = (row: PosTables['till_clock']): PosClock => ({
  ...{ day: row.day, till: row.till, offsetS: row.offset_s, score: row.score, lead: row.lead },
  ...{ receipts: row.receipts, state: row.state, judged: instant(Number(row.judged)) },
});
