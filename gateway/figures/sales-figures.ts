import { currencyExponent } from '../../models/contract/money.ts';
import type { SalesFigures } from '../../models/contract/sales.ts';
import type { Site } from '../../models/contract/site.ts';
import type { Sales, SalesSum } from '../pos/sales.ts';
import type { Store } from '../store/store.ts';
import { ConversionSum, type Ratio } from './conversion.ts';
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

const NOT_KNOWN: Ratio = { value: null, interval: null };

/**
 * Figures of one bucket, slot by slot. Purchases of staff and what was bought before are no decision made in the store:
 * they are in the transactions, and left out of the ratios.
 */
export class SalesTally {
  readonly #currency: string | null;
  readonly #known = new ConversionSum();
  readonly #atDoor = new ConversionSum();
  readonly #sum = { sales: 0, returns: 0, staff: 0, collect: 0, unpriced: 0, items: 0 };
  readonly #own = { net: 0, sales: 0 };
  #told = false;
  #entries = 0;
  #units: number | null = 0;

  constructor(currency: string | null) {
    this.#currency = currency;
  }

  /**
   * `rows`: what the tills took in the slot; `door`: its slot at the doors, moved by the time from door to till. `told`
   * says whether the tills have told of it: who came in at another time is in the entries, and in no ratio.
   */
  add(rows: readonly SalesSlot[], door: DoorSlot | undefined, told: boolean): void {
    let counted = 0;
    for (const row of rows) {
      counted += row.sales - row.staff - row.collect;
      this.#sum.sales += row.sales;
      this.#sum.returns += row.returns;
      this.#sum.staff += row.staff;
      this.#sum.collect += row.collect;
      this.#sum.unpriced += row.unpriced;
      this.#sum.items += row.items;
      if (row.currency !== this.#currency) continue;
      this.#own.net += row.net;
      this.#own.sales += row.sales;
    }
    if (told) {
      this.#told = true;
      this.#known.add(counted, door);
    }
    this.#atDoor.add(0, door);
    if (!door) return;
    this.#entries += door.counted.entries;
    if (this.#units !== null) this.#units = door.counted.units === null ? null : this.#units + door.counted.units;
  }

  figures(): SalesFigures {
    const { coverage } = this.#atDoor;
    const seen = coverage !== null && coverage > 0;
    const people = {
      entries: seen ? this.#entries : null,
      units: seen && this.#units !== null ? Math.round(this.#units) : null,
      coverage,
    };
    if (!this.#told) return { ...NOTHING, ...people };
    const { conversion: perUnit, perPerson, matchedSales } = this.#known.conversion;
    const net = this.#own.net / 10 ** currencyExponent(this.#currency ?? '');
    const ownSales = this.#own.sales;
    const { sales: transactions, returns, staff, collect, unpriced, items } = this.#sum;
    return {
      ...people,
      ...{ transactions, returns, staff, collected: collect, unpriced },
      net: this.#currency === null ? null : net,
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
