import { instant } from '../../../models/contract/ids.ts';
import type { PosTransaction } from '../../../models/contract/pos.ts';
import type { Sale } from '../store/sink.ts';
import type { Day } from '../world/calendar.ts';
import type { World } from '../world/world.ts';

const cents = (euro: number) => Math.round(euro * 100) / 100;

/** A sale as a till writes it. Two in three households show a loyalty card. */
export function receiptOf({ store, catalogue }: World, sale: Sale, day: Day): PosTransaction {
  const lines = sale.lines.map(({ scanned, units, listPrice, price }, i) => {
    const discount = cents(units * (listPrice - price));
    const { sku } = catalogue.products[scanned];
    return { line: i + 1, sku, quantity: units, unitPrice: listPrice, discount, net: cents(units * price) };
  });
  return {
    store,
    businessDay: day.date,
    till: `till-${sale.till + 1}`,
    number: sale.number,
    time: instant(sale.tMs),
    kind: 'sale',
    currency: 'EUR',
    loyalty: sale.household % 3 === 0 ? null : `card-${sale.household}`,
    net: cents(lines.reduce((sum, { net }) => sum + net, 0)),
    lines,
  };
}
