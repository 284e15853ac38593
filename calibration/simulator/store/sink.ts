import type { DayLedger } from '../economy/ledger.ts';
import type { Delivery } from '../economy/stock.ts';
import type { Itinerary } from '../people/itinerary.ts';
import type { Day } from '../world/calendar.ts';

export interface SaleLine {
  /** What was taken. */
  product: number;
  /** What the till has it for: another one where somebody scanned wrongly. */
  scanned: number;
  units: number;
  /** Euro a unit, before and after the promotion. */
  listPrice: number;
  price: number;
}

export interface Sale {
  /** From 1 each business day and till. */
  number: number;
  till: number;
  tMs: number;
  visit: number;
  household: number;
  lines: SaleLine[];
}

/** What a store says as it goes on; whoever wants the facts writes them down as they come. */
export interface StoreSink {
  dayBegan(day: Day, delivered: readonly Delivery[]): void;
  /** In the order in which they left. */
  visited(it: Itinerary, day: Day): void;
  sold(sale: Sale, day: Day): void;
  /** Nobody who is still inside arrived before that moment: what lies before it is complete. */
  reached(tMs: number): void;
  /** Every quarter of an open hour: `onShelf` units of a product lie on its shelf. */
  shelves?(tMs: number, onShelf: (product: number) => number): void;
  /** `units` of a product on the shelf, in the back and elsewhere in the shop. */
  dayEnded(day: Day, ledger: DayLedger, units: (product: number) => number): void;
}
