import { hasCheckDigit } from '../../../models/contract/gtin.ts';
import { Product } from '../../../models/contract/reference-rows.ts';
import { daysInOrder, type ReferenceKind } from '../kind.ts';

/** A product whose number is its GTIN needs no other. */
export const products: ReferenceKind<'products'> = {
  name: 'products',
  row: Product,
  key: ['sku'],
  dates: 'effective',
  complete(row) {
    row.sku ??= row.gtin;
  },
  fault(row) {
    if (row.gtin !== undefined && !hasCheckDigit(row.gtin)) {
      return { field: 'gtin', reason: `${row.gtin} does not end in its check digit` };
    }
    return daysInOrder(row);
  },
};
