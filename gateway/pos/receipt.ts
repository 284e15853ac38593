import { hash } from 'node:crypto';
import type { LineKind, ReceiptKind, Unit } from '../../models/contract/pos.ts';

/** What a till says, read and checked: times in UTC milliseconds, amounts in minor units, the loyalty id hashed. */
export interface Receipt {
  businessDay: string;
  till: string;
  number: string;
  revision: number;
  correction: boolean;
  startMs: number | null;
  timeMs: number;
  kind: ReceiptKind;
  currency: string;
  loyalty: string | null;
  staffPurchase: boolean;
  clickAndCollect: boolean;
  /** All lines of the receipt are here, so that a higher revision also takes away what it has no longer. */
  whole: boolean;
  lines: ReceiptLine[];
}

export interface ReceiptLine {
  line: number;
  kind: LineKind;
  sku: string | null;
  description: string | null;
  quantity: number;
  unit: Unit;
  unitPrice: number | null;
  net: number | null;
  gross: number | null;
  discount: number | null;
  taxKind: string | null;
  taxRate: number | null;
}

/**
 * What a line says together with the head of its receipt: equal hashes are duplicates. 66 bits of SHA-256. The loyalty
 * id is left out, since its hash changes with the store's key; so is the revision, which says which content is newer.
 */
export function lineHash(head: Receipt, line: ReceiptLine): string {
  // Nothing is left out of the text: that would be another hash. Put together at once, since one by one is twice the garbage.
  const text = [
    `${head.startMs}`,
    head.timeMs,
    head.kind,
    head.currency,
    head.staffPurchase,
    head.clickAndCollect,
    line.kind,
    `${line.sku}`,
    `${line.description}`,
    line.quantity,
    line.unit,
    `${line.unitPrice}`,
    `${line.net}`,
    `${line.gross}`,
    `${line.discount}`,
    `${line.taxKind}`,
    `${line.taxRate}`,
  ];
  return hash('sha256', text.join('|'), 'base64url').slice(0, 11);
}
