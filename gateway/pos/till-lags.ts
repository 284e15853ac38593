import type { Db } from '../store/tables.ts';

/** The time from door to till of the weeks up to a business day; `minutes` null where no peak stands out. */
export interface StoredLag {
  /** What it was made of, to know when that has changed. */
  basis: string;
  minutes: number | null;
  score: number | null;
}

/** One lag a store and business day: what a day's figures were shifted by can be looked up later. */
export class TillLags {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  find(store: string, day: string): Promise<StoredLag | undefined> {
    return this.#db
      .selectFrom('till_lag')
      .select(['basis', 'minutes', 'score'])
      .where('store', '=', store)
      .where('day', '=', day)
      .executeTakeFirst();
  }

  async keep(store: string, day: string, lag: StoredLag): Promise<void> {
    await this.#db
      .insertInto('till_lag')
      .values({ store, day, ...lag })
      .onConflict((oc) => oc.columns(['store', 'day']).doUpdateSet({ ...lag }))
      .execute();
  }
}
