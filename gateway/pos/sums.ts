import { setImmediate as turn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { MINUTE_MS } from '../figures/buckets.ts';
import { slotOf } from '../store/slots.ts';
import type { Db } from '../store/tables.ts';
import type { ProductSum, SalesSpan, SalesSum } from './sales.ts';
import type { SumColumns } from './tables.ts';
import { SUM_NAMES } from './totals.ts';

const floorMinute = (tMs: number) => Math.floor(tMs / MINUTE_MS) * MINUTE_MS;
const ceilMinute = (tMs: number) => Math.ceil(tMs / MINUTE_MS) * MINUTE_MS;

/** PostgreSQL sums integers to text. */
function numbers<T extends SumColumns>(row: T): T {
  for (const name of SUM_NAMES) row[name] = Number(row[name]);
  return row;
}

const within = ({ store, fromMs, toMs }: SalesSpan): RawBuilder<boolean> =>
  sql`store = ${store} and start >= ${floorMinute(fromMs)} and start < ${ceilMinute(toMs)}`;

export async function minuteSums(db: Db, span: SalesSpan): Promise<(SalesSum & { startMs: number })[]> {
  const { rows } = await sql<SalesSum & { startMs: number }>`
    select start as "startMs", currency, ${sql.join(SUM_NAMES.map((name) => sql.ref(name)))}
    from sales_minute where ${within(span)} and receipts > 0 order by start, currency`.execute(db);
  return rows.map((row) => numbers({ ...row, startMs: Number(row.startMs) }));
}

/** Receipts that were begun and taken back whole, by slots of `grainMs`. */
export async function cancelled(
  db: Db,
  { store, fromMs, toMs, grainMs }: SalesSpan & { grainMs: number },
): Promise<{ startMs: number; receipts: number }[]> {
  const { rows } = await sql<{ startMs: number; receipts: number }>`
    select ${slotOf(sql.ref('time'), grainMs)} as "startMs", count(*) as receipts from receipts
    where store = ${store} and time >= ${fromMs} and time < ${toMs} and kind = 'void'
    group by ${Number.isFinite(grainMs) ? sql`"startMs"` : sql`store`} order by "startMs"`.execute(db);
  return rows.map((row) => ({ startMs: Number(row.startMs), receipts: Number(row.receipts) }));
}

/** The newest minute that has a receipt; null where a store has none. */
export async function newestMinute(db: Db, store: string): Promise<number | null> {
  const { rows } = await sql<{ newest: number | null }>`
    select max(start) as newest from sales_minute where store = ${store} and receipts > 0`.execute(db);
  return rows[0].newest === null ? null : Number(rows[0].newest);
}

/** The first minute that has a receipt; null where a store has none. */
export async function oldestMinute(db: Db, store: string): Promise<number | null> {
  const { rows } = await sql<{ oldest: number | null }>`
    select min(start) as oldest from sales_minute where store = ${store} and receipts > 0`.execute(db);
  return rows[0].oldest === null ? null : Number(rows[0].oldest);
}

export async function businessDays(
  db: Db,
  store: string,
  from: string,
  to: string,
): Promise<(SalesSum & { day: string })[]> {
  const { rows } = await sql<SalesSum & { day: string }>`
    select day, currency, ${sql.join(SUM_NAMES.map((name) => sql.ref(name)))} from sales_day
    where store = ${store} and day >= ${from} and day <= ${to} and receipts > 0 order by day, currency`.execute(db);
  return rows.map(numbers);
}

/** Lines are read in parts of so long: between two of them the event loop turns. A year has millions of lines. */
const PART_MS = 6 * 3_600_000;

export async function productSums(db: Db, span: SalesSpan): Promise<ProductSum[]> {
  const sums = new Map<string, ProductSum>();
  const endMs = ceilMinute(span.toMs);
  for (let fromMs = floorMinute(span.fromMs); fromMs < endMs; fromMs += PART_MS) {
    for (const part of await productsOf(db, span.store, fromMs, Math.min(endMs, fromMs + PART_MS))) {
      const key = JSON.stringify([part.sku, part.currency, part.unit]);
      const sum = sums.get(key);
      if (!sum) sums.set(key, part);
      else {
        sum.quantity += part.quantity;
        sum.net += part.net;
        sum.lines += part.lines;
      }
    }
    await turn();
  }
  return [...sums.values()].sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
}

async function productsOf(db: Db, store: string, fromMs: number, toMs: number): Promise<ProductSum[]> {
  const { rows } = await sql<ProductSum>`
    select line.sku as sku, receipt.currency as currency, line.unit as unit,
      sum(line.quantity) as quantity, sum(line.net) as net, count(*) as lines
    from receipts as receipt join receipt_lines as line on line.receipt = receipt.id
    where receipt.store = ${store} and receipt.time >= ${fromMs} and receipt.time < ${toMs}
      and receipt.kind in ('sale', 'return') and line.kind <> 'void' and line.sku is not null
    group by line.sku, receipt.currency, line.unit`.execute(db);
  return rows.map((row) => ({
    ...row,
    quantity: Number(row.quantity),
    net: Number(row.net),
    lines: Number(row.lines),
  }));
}
