import { latestBucket } from './messages.ts';
import type { Batch } from './store.ts';
import type { Db } from './tables.ts';

/** Keeps the end of each store's newest minute, until something of that store is stored. */
export class Latest {
  readonly #db: Db;
  readonly #known = new Map<string, number | null>();
  /** Counts what was stored: an answer that was under way meanwhile is not kept. */
  #stored = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  async of(store: string): Promise<number | null> {
    const known = this.#known.get(store);
    if (known !== undefined) return known;
    const before = this.#stored;
    const latest = await latestBucket(this.#db, store);
    if (before === this.#stored) this.#known.set(store, latest);
    return latest;
  }

  /** To be called when the batch is committed, and when that failed: nobody knows then. */
  stored({ messages }: Batch): void {
    this.#stored++;
    for (const { store } of messages) this.#known.delete(store);
  }
}
