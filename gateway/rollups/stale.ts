import type { Transaction } from 'kysely';
import type { Batch } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import { KEPT_OF_CAMERAS, keptWithin } from './kept.ts';
import { LAYOUTS } from './layout.ts';
import { DAY_MS } from './pack.ts';

interface StoreDay {
  store: string;
  day: number;
}

/**
 * Which rolled-up days a batch makes wrong. Only a day that a later one has followed is ever rolled up, so a message of
 * the newest day concerns none; what the newest day is shows with the first batch of each store.
 */
export class StaleDays {
  readonly #newest = new Map<string, number>();

  of({ messages }: Batch): StoreDay[] {
    const days = new Map<string, StoreDay>();
    for (const { store, message } of messages) {
      const { data } = message.envelope as { data: { start?: string } };
      if (data.start === undefined) continue;
      const day = Math.floor(Date.parse(data.start) / DAY_MS) * DAY_MS;
      const newest = this.#newest.get(store);
      if (newest === undefined || day < newest) days.set(`${store}/${day}`, { store, day });
    }
    return [...days.values()];
  }

  /** To be called when the batch is committed. */
  committed({ messages }: Batch): void {
    for (const { store, message } of messages) {
      const { data } = message.envelope as { data: { start?: string } };
      if (data.start === undefined) continue;
      const day = Math.floor(Date.parse(data.start) / DAY_MS) * DAY_MS;
      this.#newest.set(store, Math.max(day, this.#newest.get(store) ?? 0));
    }
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
