import type { Day } from '../world/calendar.ts';

/** What an ordering system knows when it decides: its records, not the truth. */
export interface OrderQuestion {
  day: Day;
  sku: string;
  product: number;
  /** Units that the records have in the store, and on their way. */
  book: number;
  coming: number;
  /** Smoothed units a day, and open days until the order after this one arrives. */
  perDay: number;
  coverDays: number;
  casePack: number;
}

export interface RosterQuestion {
  day: Day;
  /** Local hour, may be broken. */
  hour: number;
  tills: number;
  /** Groups an hour that the calendar leads one to expect. */
  expectedGroups: number;
}

/** Somebody outside who decides in place of the store's own rules, day by day as the store goes on (a closed loop). */
export interface Decisions {
  /** Units to order; rounded up to case packs. */
  order?(question: OrderQuestion): number;
  /** Tills to staff for the next half hour. */
  roster?(question: RosterQuestion): number;
}
