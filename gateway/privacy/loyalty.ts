import { instant } from '../../models/contract/ids.ts';
import { loyaltyHash } from '../pos/loyalty.ts';
import type { Db } from '../store/tables.ts';
import { keepErasures } from './erasure-list.ts';

/** What is stored under one loyalty id of a store: its receipts with their lines. Amounts in minor units. */
export interface LoyaltyExport {
  store: string;
  receipts: {
    businessDay: string;
    till: string;
    number: string;
    time: string;
    kind: string;
    currency: string;
    net: number;
    gross: number;
    discount: number;
    lines: { line: number; sku: string | null; description: string | null; quantity: number; net: number | null }[];
  }[];
}

/** Everything that is stored under a loyalty id, oldest first. The id is hashed with the store's key, as on arrival. */
export async function exportLoyalty(db: Db, statePath: string, store: string, id: string): Promise<LoyaltyExport> {
  const receipts = await db
    .selectFrom('receipts')
    .selectAll()
    .where('store', '=', store)
    .where('loyalty', '=', loyaltyHash(statePath, store)(id))
    .orderBy('time')
    .orderBy('id')
    .execute();
  const answer: LoyaltyExport = { store, receipts: [] };
  for (const { id: receipt, day, till, number, time, kind, currency, net, gross, discount } of receipts) {
    const lines = await db
      .selectFrom('receipt_lines')
      .select(['line', 'sku', 'description', 'quantity', 'net'])
      .where('receipt', '=', receipt)
      .orderBy('line')
      .execute();
    const head = { businessDay: day, till, number, time: instant(time), kind, currency, net, gross, discount };
    answer.receipts.push({ ...head, lines });
  }
  return answer;
}

/**
 * Takes a loyalty id off its receipts; what was sold stays, with nobody's name on it. Answers how many there were. Its
 * hash is kept, here and beside the data base, so that no till file that still names the id, and no back-up, brings it
 * back.
 */
export async function eraseLoyalty(
  db: Db,
  statePath: string,
  store: string,
  id: string,
  nowMs = Date.now(),
): Promise<number> {
  const loyalty = loyaltyHash(statePath, store)(id);
  keepErasures(statePath, [{ store, loyalty, at: nowMs }]);
  return db.transaction().execute(async (tx) => {
    const erased = tx.insertInto('loyalty_erased').values({ store, loyalty, at: nowMs });
    await erased.onConflict((oc) => oc.doNothing()).execute();
    const done = await tx
      .updateTable('receipts')
      .set({ loyalty: null })
      .where('store', '=', store)
      .where('loyalty', '=', loyalty)
      .executeTakeFirst();
    return Number(done.numUpdatedRows);
  });
}
