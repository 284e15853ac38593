import type { Transaction } from 'kysely';
import type { Batch } from '../store/batch.ts';
import type { Tables } from '../store/tables.ts';
import { keptWithin } from './kept.ts';
import { DAY_MS, KEPT_OF_CAMERAS } from './kinds.ts';
import { LAYOUTS } from './layout.ts';

interface StoreDay {
  store: string;
  day: number;
}

const MINUTE_MS = 60_000;

/**
 * Which rolled-up days a batch makes wrong. Only a day that the end of the newest minute has left behind is ever rolled up,
 * so a message of a later one concerns none.
 */
export class StaleDays {
  /** The day in UTC that the end of the newest minute lies in, as the data base had it when a store was first met. */
  readonly #newest = new Map<string, number>();
  readonly #latestBucketMs: (store: string) => Promise<number | null>;

  constructor(latestBucketMs: (store: string) => Promise<number | null>) {
    this.#latestBucketMs = latestBucketMs;
  }

  async of(batch: Batch): Promise<StoreDay[]> {
    const days = new Map<string, StoreDay>();
    for (const { store, startMs } of startsOf(batch)) {
      if (!this.#newest.has(store)) this.#newest.set(store, dayIn((await this.#latestBucketMs(store)) ?? 0));
      const day = dayIn(startMs);
      if (day < this.#newest.get(store)!) days.set(`${store}/${day}`, { store, day });
    }
    return [...days.values()];
  }

  /** To be called when the batch is committed. */
  committed(batch: Batch): void {
    for (const { store, startMs } of startsOf(batch)) {
      this.#newest.set(store, Math.max(dayIn(startMs + MINUTE_MS), this.#newest.get(store) ?? 0));
    }
  }
}

const dayIn = (tMs: number): number => Math.floor(tMs / DAY_MS) * DAY_MS;

function* startsOf({ messages }: Batch): Generator<{ store: string; startMs: number }> {
  for (const { store, message } of messages) {
    const { data } = message.envelope as { data: { start?: string } };
    if (data.start !== undefined) yield { store, startMs: Date.parse(data.start) };
  }
}

/** Takes roll-ups away, in the transaction that stores what makes them wrong. */
export async function dropRollups(tx: Transaction<Tables>, days: readonly StoreDay[]): Promise<void> {
  for (const { store, day } of days) {
    await tx
      .deleteFrom('rollup')
      .where('store', '=', store)
      .where('kind', 'in', Object.keys(LAYOUTS) as (keyof typeof LAYOUTS)[])
      .where('settled', 'in', [0, 1])
      .where('start', '=', day)
      .execute();
    await tx
      .deleteFrom('kept')
      .where(keptWithin(KEPT_OF_CAMERAS, store, day, day + DAY_MS))
      .execute();
  }
}
