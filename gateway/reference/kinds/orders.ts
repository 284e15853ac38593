import { Order } from '../../../models/contract/reference-rows.ts';
import type { ReferenceKind } from '../kind.ts';

export const orders: ReferenceKind<'orders'> = {
  name: 'orders',
  row: Order,
  key: ['sku', 'supplier', 'order'],
  dates: 'day',
  fault({ date, expected }) {
    if (expected === undefined || expected >= date) return undefined;
    return { field: 'expected', reason: `${expected} is before it was ordered, ${date}` };
  },
};
