import { currencyExponent } from '../../models/contract/money.ts';
import type { SalesFigures } from '../../models/contract/sales.ts';
import type { SalesSum } from '../pos/sales.ts';
import { addMinute, addRatio, conversionOf, noMinutes, type Ratio, type RatioSums, seenShare } from './conversion.ts';
import type { DoorSlot } from './doors.ts';

/**
 * What tills and doors told of a stretch of time; stretches add. Purchases of staff and what was bought before are no
 * decision made in the store: they are in the transactions, and left out of the ratios.
 */
export interface Takings {
  /** Of the doors alone. */
  doors: RatioSums;
  entries: number;
  /** Null where they are not told of all of it. */
  units: number | null;
  /** Doors and tills of the time that the tills have told of; null where there is none. */
  told: RatioSums | null;
  counts: Record<(typeof COUNTS)[number], number>;
  /** Amounts in minor units. */
  currencies: Record<string, { receipts: number; sales: number; net: number }>;
}

const COUNTS = ['sales', 'returns', 'staff', 'collect', 'unpriced', 'items'] as const;

export const noTakings = (): Takings => ({
  ...{ doors: noMinutes(), entries: 0, units: 0, told: null },
  ...{ counts: { sales: 0, returns: 0, staff: 0, collect: 0, unpriced: 0, items: 0 }, currencies: {} },
});

/**
 * Adds a minute. `rows`: what the tills took in it, by currency; `door`: the minute at the doors that lies one
 * entry-to-till time before it; `told`: the tills have told of it. Who came in at another time is in the entries, and in
 * no ratio.
 */
export function addSales(sums: Takings, rows: readonly SalesSum[], door: DoorSlot | undefined, isTold: boolean): void {
  let deciding = 0;
  for (const row of rows) {
    deciding += row.sales - row.staff - row.collect;
    for (const name of COUNTS) sums.counts[name] += row[name];
    addCurrency(sums, row.currency, row);
  }
  addMinute(sums.doors, 0, door);
  if (isTold) {
    sums.told ??= noMinutes();
    addMinute(sums.told, deciding, door);
  }
  if (!door) return;
  sums.entries += door.counted.entries;
  sums.units = sum(sums.units, door.counted.units);
}

/** Adds another stretch; `isTold` false: the tills have not told of it, whatever `more` was made as. */
export function addTakings(into: Takings, more: Takings, isTold = true): void {
  addRatio(into.doors, more.doors);
  into.entries += more.entries;
  into.units = sum(into.units, more.units);
  for (const name of COUNTS) into.counts[name] += more.counts[name];
  for (const [currency, of] of Object.entries(more.currencies)) addCurrency(into, currency, of);
  if (!isTold || !more.told) return;
  into.told ??= noMinutes();
  addRatio(into.told, more.told);
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

function addCurrency(sums: Takings, currency: string, more: { receipts: number; sales: number; net: number }): void {
  sums.currencies[currency] ??= { receipts: 0, sales: 0, net: 0 };
  const of = sums.currencies[currency];
  of.receipts += more.receipts;
  of.sales += more.sales;
  of.net += more.net;
}

/** The currencies that were taken, that of the most receipts first. */
export const currenciesOf = ({ currencies }: Takings): string[] =>
  Object.entries(currencies)
    .sort(([a, { receipts: m }], [b, { receipts: n }]) => n - m || (a < b ? -1 : 1))
    .map(([currency]) => currency);

/** `currency`: of the amounts. */
export function salesFigures(sums: Takings, currency: string | null): SalesFigures {
  const coverage = seenShare(sums.doors);
  const seen = coverage !== null && coverage > 0;
  const people = {
    entries: seen ? sums.entries : null,
    units: seen && sums.units !== null ? Math.round(sums.units) : null,
    coverage,
  };
  if (!sums.told) return { ...NOTHING, ...people };
  const { conversion, perPerson, matchedSales } = conversionOf(sums.told);
  const own = (currency === null ? undefined : sums.currencies[currency]) ?? { sales: 0, net: 0 };
  const net = own.net / 10 ** currencyExponent(currency ?? '');
  const netPerTransaction = own.sales > 0 ? net / own.sales : null;
  const { sales: transactions, returns, staff, collect: collected, unpriced, items } = sums.counts;
  return {
    ...people,
    ...{ transactions, returns, staff, collected, unpriced },
    net: currency === null ? null : net,
    items,
    itemsPerTransaction: transactions > 0 ? items / transactions : null,
    netPerTransaction,
    conversion,
    perPerson,
    // What was taken while nobody saw the doors is not theirs: the net is shared out as the transactions are.
    netPerEntry: scaled(perPerson, netPerTransaction),
    matched: matchedSales,
  };
}

const NOT_KNOWN: Ratio = { value: null, interval: null };

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
