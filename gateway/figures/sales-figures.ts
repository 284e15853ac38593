import { currencyExponent } from '../../models/contract/money.ts';
import type { SalesFigures } from '../../models/contract/sales.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Sales, SalesSum } from '../pos/sales.ts';
import type { Store } from '../store/store.ts';
import { conversion, type Ratio } from './conversion.ts';
import type { DoorSlot } from './doors.ts';

/** What sales are read from. */
export interface SalesContext {
  store: Store;
  sales: Sales;
}
export interface SalesRange {
  store: string;
  site: { site: Site };
  fromMs: number;
  toMs: number;
  nowMs: number;
}

export type SalesSlot = SalesSum & { startMs: number };

/** Slots of one bucket: what the tills took, and the doors of each slot, moved by the time from door to till. */
export interface BucketOfSales {
  /** Starts of the slots, in order. */
  slots: readonly number[];
  sales: ReadonlyMap<number, readonly SalesSlot[]>;
  doors: ReadonlyMap<number, DoorSlot>;
  /** Added to the start of a slot at the till to find its slot at the door. */
  shiftMs: number;
  currency: string | null;
}

const NOT_KNOWN: Ratio = { value: null, interval: null };

/**
 * Figures of one bucket. Purchases of staff and what was bought before are no decision made in the store: they are in
 * the transactions, and left out of the ratios. `told` says of a slot whether the tills have told of it: who came in at
 * another time is in the entries, and in no ratio.
 */
export function salesFigures(
  { slots, sales, doors, shiftMs, currency }: BucketOfSales,
  told: (slotMs: number) => boolean,
): SalesFigures {
  const rows = slots.flatMap((slot) => sales.get(slot) ?? []);
  const sum = (of: (row: SalesSlot) => number) => rows.reduce((total, row) => total + of(row), 0);
  const doorOf = (slot: number) => doors.get(slot + shiftMs);
  const atDoor = slots.map(doorOf);
  const known = slots.filter(told);
  const counted = known.map((slot) =>
    (sales.get(slot) ?? []).reduce((n, it) => n + it.sales - it.staff - it.collect, 0),
  );
  const { conversion: perUnit, perPerson, matchedSales } = conversion(counted, known.map(doorOf));
  const { coverage } = conversion(
    slots.map(() => 0),
    atDoor,
  );
  const entries = atDoor.reduce((n, door) => n + (door?.counted.entries ?? 0), 0);
  const units = atDoor.reduce<number | null>(
    (n, door) => (n === null || door?.counted.units === null ? null : n + (door?.counted.units ?? 0)),
    0,
  );
  const seen = coverage !== null && coverage > 0;
  const people = { entries: seen ? entries : null, units: seen ? units : null, coverage };
  if (known.length === 0) return { ...NOTHING, ...people };
  const own = rows.filter((row) => row.currency === currency);
  const net = own.reduce((total, row) => total + row.net, 0) / 10 ** currencyExponent(currency ?? '');
  const ownSales = own.reduce((total, row) => total + row.sales, 0);
  const transactions = sum((row) => row.sales);
  const items = sum((row) => row.items);
  return {
    ...people,
    transactions,
    returns: sum((row) => row.returns),
    staff: sum((row) => row.staff),
    collected: sum((row) => row.collect),
    unpriced: sum((row) => row.unpriced),
    net: currency === null ? null : net,
    items,
    itemsPerTransaction: transactions > 0 ? items / transactions : null,
    netPerTransaction: ownSales > 0 ? net / ownSales : null,
    conversion: perUnit,
    perPerson,
    // What was taken while nobody saw the doors is not theirs: the net is shared out as the transactions are.
    netPerEntry: scaled(perPerson, ownSales > 0 ? net / ownSales : null),
    matched: matchedSales,
  };
}

const NOTHING: SalesFigures = {
  ...{ transactions: null, returns: null, staff: null, collected: null, unpriced: null },
  ...{ net: null, items: null, itemsPerTransaction: null, netPerTransaction: null },
  ...{ entries: null, units: null, matched: null, coverage: null },
  ...{ conversion: NOT_KNOWN, perPerson: NOT_KNOWN, netPerEntry: NOT_KNOWN },
};

function scaled({ value, interval }: Ratio, by: number | null): Ratio {
  if (value === null || interval === null || by === null) return NOT_KNOWN;
  return { value: value * by, interval: [interval[0] * by, interval[1] * by] };
}
