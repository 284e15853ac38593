import { Delivery } from '../../../models/contract/reference-rows.ts';
import type { ReferenceKind } from '../kind.ts';

/** A product that comes twice on a day, from one order, needs the numbers of its delivery notes. */
export const deliveries: ReferenceKind<'deliveries'> = {
  name: 'deliveries',
  row: Delivery,
  key: ['sku', 'supplier', 'ordered', 'delivery'],
  dates: 'day',
  fault({ date, ordered }) {
    if (ordered === undefined || ordered <= date) return undefined;
    return { field: 'ordered', reason: `${ordered} is after it came, ${date}` };
  },
};
