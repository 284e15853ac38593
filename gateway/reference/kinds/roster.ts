import { Shift } from '../../../models/contract/reference-rows.ts';
import type { ReferenceKind } from '../kind.ts';

/** Words by which columns name people, in the languages of our stores' systems. */
const WHO =
  /^(id|name|names|.*(employee|person(?!s$)|associate|cashier|operator|worker|colleague|staff(name|id|no|number|member)).*|(first|last|full|given|sur|family|nick)name|.*(mitarbeiter|nachname|vorname|personalnummer|personalnr|kassierer).*|badge.*|payroll.*|e?mail|phone|initials|birth.*)$/;

/** Head counts by area and time. No figure is about one employee, so whatever says who works is turned away unread. */
export const roster: ReferenceKind<'roster'> = {
  name: 'roster',
  row: Shift,
  key: ['area', 'start', 'end'],
  dates: 'day',
  refuses(column) {
    if (!WHO.test(column.toLowerCase().replace(/[^\p{L}]/gu, ''))) return undefined;
    return 'says who works: a roster here tells how many, never who; send date, start, end, area, staff';
  },
  fault({ start, end }) {
    return start === end ? { field: 'end', reason: 'is when it starts: the shift has no length' } : undefined;
  },
};
