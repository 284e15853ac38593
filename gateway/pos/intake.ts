import type { PosReject } from '../../models/contract/pos.ts';
import type { Receipt } from './receipt.ts';
import type { Basket, Outcome, Sales } from './sales.ts';
import type { Fault } from './transaction.ts';

/** One record of an input: a line of a file, a transaction of a push. */
export interface Item {
  /** Where it stands in the input, from 1. */
  at: number;
  receipt?: Receipt;
  /** A basket without time and price, instead of a receipt. */
  basket?: Basket;
  faults: readonly Fault[];
  /** The record as it came, for the reject file; made only where it is needed. */
  raw(fault: Fault): unknown;
}

export interface Rejected {
  item: Item;
  fault: Fault;
}
export interface Counts {
  accepted: number;
  duplicates: number;
  rejected: number;
}
export interface Taken extends Counts {
  rejects: Rejected[];
}

export const NO_COUNTS: Readonly<Counts> = { accepted: 0, duplicates: 0, rejected: 0 };

/** Stores what could be read of these records in one transaction, and tells what became of each of their lines. */
export async function takeIn(
  sales: Sales,
  { store, importId, nowMs, source = '' }: { store: string; importId: number; nowMs: number; source?: string },
  items: readonly Item[],
): Promise<Taken> {
  const taken: Taken = { ...NO_COUNTS, rejects: [] };
  const good = items.filter((item) => item.receipt);
  const note = (item: Item, outcome: Outcome, receiptLine: number | null) => {
    if (outcome === 'accepted') taken.accepted++;
    else if (outcome === 'duplicate') taken.duplicates++;
    else taken.rejects.push({ item, fault: { receiptLine, ...outcome } });
  };
  if (good.length > 0) {
    const outcomes = await sales.add({ store, importId, nowMs, receipts: good.map((item) => item.receipt!) });
    good.forEach((item, i) => {
      for (const [j, outcome] of outcomes[i].entries()) note(item, outcome, item.receipt!.lines[j].line);
    });
  }
  const baskets = items.filter((item) => item.basket);
  if (baskets.length > 0) {
    const outcomes = await sales.addBaskets(
      store,
      source,
      baskets.map((item) => item.basket!),
      importId,
    );
    for (const [i, item] of baskets.entries()) note(item, outcomes[i], null);
  }
  for (const item of items) for (const fault of item.faults) taken.rejects.push({ item, fault });
  taken.rejected = taken.rejects.length;
  await sales.addRejects(importId, taken.rejects.map(asReject), nowMs);
  return taken;
}

export const asReject = ({ item, fault }: Rejected): PosReject => ({
  line: item.at,
  receiptLine: fault.receiptLine,
  field: fault.field,
  reason: fault.reason,
});
