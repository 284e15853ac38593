import { Price } from '../../../models/contract/reference-rows.ts';
import { daysInOrder, type ReferenceKind } from '../kind.ts';

/** A price with an end stands above the open-ended one, which comes back behind it. */
export const prices: ReferenceKind<'prices'> = {
  name: 'prices',
  row: Price,
  key: ['sku', 'currency'],
  dates: 'effective',
  fault: daysInOrder,
};
