import { Supplier } from '../../../models/contract/reference-rows.ts';
import { daysInOrder, type ReferenceKind } from '../kind.ts';

export const suppliers: ReferenceKind<'suppliers'> = {
  name: 'suppliers',
  row: Supplier,
  key: ['supplier'],
  dates: 'effective',
  fault(row) {
    if (row.leadDays === undefined && !row.deliveryDays?.length) {
      return { field: 'leadDays', reason: 'neither a lead time nor days of delivery are told' };
    }
    if (row.leadSdDays !== undefined && row.leadDays === undefined) {
      return { field: 'leadSdDays', reason: 'has no mean: tell leadDays as well' };
    }
    return daysInOrder(row);
  },
};
