import { Stock } from '../../../models/contract/reference-rows.ts';
import type { ReferenceKind } from '../kind.ts';

/** Book stock may be below zero: that is the book's own error, and worth knowing. */
export const stock: ReferenceKind<'stock'> = {
  name: 'stock',
  row: Stock,
  key: ['sku', 'place'],
  dates: 'day',
};
