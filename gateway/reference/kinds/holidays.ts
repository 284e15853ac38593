import { Holiday } from '../../../models/contract/reference-rows.ts';
import type { ReferenceKind } from '../kind.ts';

/** One name a day: by it the same holiday of other years is found. */
export const holidays: ReferenceKind<'holidays'> = {
  name: 'holidays',
  row: Holiday,
  key: [],
  dates: 'day',
};
