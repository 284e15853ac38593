import { DateTime, IANAZone } from 'luxon';
import { currencyExponent } from '../../models/contract/money.ts';
import type { Site } from '../../models/contract/site.ts';
import { dayOf } from '../figures/buckets.ts';
import { Reference } from '../reference/reference.ts';
import type { Db } from '../store/tables.ts';

/** As many weeks back the same hour of the same weekday is looked at. */
const WEEKS = 4;

/**
 * What a store takes for an item in an hour like this one: units sold in the same hour of the same weekday in the last
 * four weeks, times what was paid for one; where that was not told, its price at the shelf. In the store's commonest
 * currency. Null where the tills sold none in these hours, or nobody told a price.
 */
export async function takenPerHour(db: Db, site: Site, sku: string, nowMs: number): Promise<number | null> {
  const zone = IANAZone.create(site.timeZone);
  const hour = DateTime.fromMillis(nowMs, { zone }).startOf('hour');
  let [hours, lines, units, paidUnits, paid] = [0, 0, 0, 0, 0];
  for (let week = 1; week <= WEEKS; week++) {
    const from = hour.minus({ weeks: week });
    const span = { store: site.store, fromMs: from.toMillis(), toMs: from.plus({ hours: 1 }).toMillis() };
    if (!(await tillsTold(db, span))) continue;
    hours++;
    for (const row of await soldIn(db, span, sku)) {
      lines += Number(row.lines);
      units += Number(row.quantity);
      paidUnits += Number(row.priced ?? 0);
      paid += Number(row.net ?? 0) / 10 ** currencyExponent(row.currency);
    }
  }
  // Not one line of it: the tills may call it otherwise.
  if (lines === 0) return null;
  if (units <= 0) return 0;
  const each =
    paidUnits > 0
      ? paid / paidUnits
      : await new Reference(db).priceOf(site.store, sku, dayOf(nowMs, { timeZone: site.timeZone }));
  return each === undefined ? null : Math.round((units / hours) * each * 100) / 100;
}

interface Span {
  store: string;
  fromMs: number;
  toMs: number;
}

async function tillsTold(db: Db, { store, fromMs, toMs }: Span): Promise<boolean> {
  const minutes = db.selectFrom('sales_minute').select('start').where('store', '=', store).where('receipts', '>', 0);
  const found = await minutes.where('start', '>=', fromMs).where('start', '<', toMs).limit(1).executeTakeFirst();
  return found !== undefined;
}

const soldIn = (db: Db, { store, fromMs, toMs }: Span, sku: string) =>
  db
    .selectFrom('receipts as r')
    .innerJoin('receipt_lines as l', 'l.receipt', 'r.id')
    .select((e) => [
      'r.currency',
      e.fn.countAll<number>().as('lines'),
      e.fn.sum<number>('l.quantity').as('quantity'),
      e.fn.sum<number | null>(e.case().when('l.net', 'is not', null).then(e.ref('l.quantity')).end()).as('priced'),
      e.fn.sum<number | null>('l.net').as('net'),
    ])
    .where('r.store', '=', store)
    .where('r.time', '>=', fromMs)
    .where('r.time', '<', toMs)
    .where('r.kind', 'in', ['sale', 'return'])
    .where('l.kind', '<>', 'void')
    .where('l.sku', '=', sku)
    .groupBy('r.currency')
    .execute();
