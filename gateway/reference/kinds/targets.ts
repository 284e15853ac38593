import { Target } from '../../../models/contract/reference-rows.ts';
import { daysInOrder, type ReferenceKind } from '../kind.ts';

export const targets: ReferenceKind<'targets'> = {
  name: 'targets',
  row: Target,
  key: ['metric'],
  dates: 'effective',
  complete(row) {
    row.from ??= row.date;
    row.to ??= row.from;
    delete row.date;
  },
  fault(row) {
    if (row.metric === 'conversion' && row.value > 1) {
      return { field: 'value', reason: `${row.value} is no share between 0 and 1` };
    }
    if (row.metric === 'conversion' && row.per === 'range') {
      return { field: 'per', reason: 'a share cannot be shared out over days: use day' };
    }
    return daysInOrder(row);
  },
};
