import type { Batch } from './batch.ts';
import { latestBucket } from './messages.ts';
import type { Db } from './tables.ts';

/** Keeps the end of each store's newest minute, until something of that store is stored. */
export class Latest {
  readonly #db: Db;
  readonly #known = new Map<string, number | null>();
  /** How often storing something of a store began: an answer that was under way meanwhile may be old. */
  readonly #begun = new Map<string, number>();
  readonly #open = new Map<string, number>();

  constructor(db: Db) {
    this.#db = db;
  }

  async of(store: string): Promise<number | null> {
    const known = this.#known.get(store);
    if (known !== undefined) return known;
    const before = this.quiet(store);
    const latest = await latestBucket(this.#db, store);
    if (before !== undefined && before === this.quiet(store)) this.#known.set(store, latest);
    return latest;
  }

  /**
   * A number that stays the same as long as nothing of the store is being stored; undefined while something is. What is
   * read between two equal ones is what the data base holds.
   */
  quiet(store: string): number | undefined {
    return this.#open.get(store) ? undefined : (this.#begun.get(store) ?? 0);
  }

  /** To be called before a batch is stored; what it answers is to be called when that is done, well or not. */
  storing({ messages }: Batch): () => void {
    const stores = new Set(messages.map(({ store }) => store));
    for (const store of stores) {
      this.#begun.set(store, (this.#begun.get(store) ?? 0) + 1);
      this.#open.set(store, (this.#open.get(store) ?? 0) + 1);
    }
    return () => {
      for (const store of stores) {
        this.#open.set(store, this.#open.get(store)! - 1);
        this.#known.delete(store);
      }
    };
  }
}
