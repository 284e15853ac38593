import { Campaign } from '../../../models/contract/reference-rows.ts';
import { daysInOrder, type ReferenceKind } from '../kind.ts';

export const campaigns: ReferenceKind<'campaigns'> = {
  name: 'campaigns',
  row: Campaign,
  key: ['campaign'],
  dates: 'effective',
  fault: daysInOrder,
};
