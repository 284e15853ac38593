import { setImmediate as turn } from 'node:timers/promises';
import type { Span, StoreDay } from '../figures/store-days.ts';
import { groupBy } from '../group-by.ts';
import { Kept, type KeptKind, type KeptSpan } from '../rollups/kept.ts';
import type { Db } from '../store/tables.ts';
import type { ProductSum, SalesSpan } from './sales.ts';
import { newestMinute, oldestMinute, productSums } from './sums.ts';

/** A product's sums as they are kept: sku, currency, unit, quantity, net, lines. */
type Row = [string, string, string, number, number, number];

/**
 * What was sold by item. The store's days and months that a later receipt has followed are kept: a year is read from
 * twelve sums instead of its lines.
 */
export class KeptProducts {
  readonly #db: Db;
  readonly #kept: Kept;

  constructor(db: Db) {
    this.#db = db;
    this.#kept = new Kept(db);
  }

  /** As `productSums`. `days`: the store's days that hold the span, in order. */
  async sums(span: SalesSpan, days: readonly StoreDay[]): Promise<ProductSum[]> {
    const { store, fromMs, toMs } = span;
    const newestMs = (await newestMinute(this.#db, store)) ?? 0;
    const over = days.filter((day) => fromMs <= day.fromMs && day.toMs <= Math.min(toMs, newestMs));
    if (over.length === 0) return productSums(this.#db, span);
    const parts: (readonly Row[])[] = [];
    for (const [month, own] of groupBy(over, ({ date }) => date.slice(0, 7))) {
      const whole = own.length === daysIn(month);
      if (whole) parts.push(await this.#month(store, own));
      else for (const day of own) parts.push(await this.#day(store, day));
    }
    const [first, last] = [over[0].fromMs, over[over.length - 1].toMs];
    if (fromMs < first) parts.push(rowsOf(await productSums(this.#db, { ...span, toMs: first })));
    if (last < toMs) parts.push(rowsOf(await productSums(this.#db, { ...span, fromMs: last })));
    return (await merged(parts)).map(([sku, currency, unit, quantity, net, lines]) => ({
      ...{ sku, currency, unit, quantity, net, lines },
    }));
  }

  /** Makes what is missing of these days and of the months that are among them; how many sums that were. */
  async keep(store: string, days: readonly StoreDay[], signal?: AbortSignal): Promise<number> {
    const newestMs = (await newestMinute(this.#db, store)) ?? 0;
    const oldestMs = (await oldestMinute(this.#db, store)) ?? Number.POSITIVE_INFINITY;
    const over = days.filter((day) => day.toMs <= newestMs && day.toMs > oldestMs);
    let made = 0;
    for (const day of await this.#kept.missing(store, 'products', over.map(spanOf))) {
      if (signal?.aborted) return made;
      await this.#day(store, { fromMs: day.startMs, toMs: day.endMs });
      made++;
    }
    for (const [month, own] of groupBy(over, ({ date }) => date.slice(0, 7))) {
      if (own.length < daysIn(month) || signal?.aborted) continue;
      const missing = await this.#kept.missing(store, 'products/month', [monthOf(own)]);
      if (missing.length === 0) continue;
      await this.#month(store, own);
      made++;
    }
    return made;
  }

  #month(store: string, days: readonly StoreDay[]): Promise<readonly Row[]> {
    return this.#read(store, 'products/month', monthOf(days), async () => {
      const parts: (readonly Row[])[] = [];
      for (const day of days) parts.push(await this.#day(store, day));
      return merged(parts);
    });
  }

  #day(store: string, { fromMs, toMs }: Span): Promise<readonly Row[]> {
    const make = async () => rowsOf(await productSums(this.#db, { store, fromMs, toMs }));
    return this.#read(store, 'products', spanOf({ fromMs, toMs }), make);
  }

  async #read(
    store: string,
    kind: KeptKind,
    span: KeptSpan,
    make: () => Promise<readonly Row[]>,
  ): Promise<readonly Row[]> {
    const found = (await this.#kept.find<readonly Row[]>(store, kind, [span])).get(span.startMs);
    if (found) return found;
    const made = await this.#kept.make(store, kind, [span], async () => new Map([[span.startMs, await make()]]));
    return made.get(span.startMs)!;
  }
}

const spanOf = ({ fromMs, toMs }: Span): KeptSpan => ({ startMs: fromMs, endMs: toMs });
const monthOf = (days: readonly Span[]): KeptSpan => ({ startMs: days[0].fromMs, endMs: days[days.length - 1].toMs });

const daysIn = (month: string): number => new Date(Date.UTC(+month.slice(0, 4), +month.slice(5, 7), 0)).getUTCDate();

const rowsOf = (sums: readonly ProductSum[]): Row[] =>
  sums.map(({ sku, currency, unit, quantity, net, lines }) => [sku, currency, unit, quantity, net, lines]);

/** Sums of the same item, currency and unit as one, in order of the item. */
async function merged(parts: readonly (readonly Row[])[]): Promise<readonly Row[]> {
  if (parts.length === 1) return parts[0];
  const sums = new Map<string, Row>();
  for (const rows of parts) {
    for (const row of rows) {
      const key = `${row[0]}\n${row[1]}\n${row[2]}`;
      const sum = sums.get(key);
      if (!sum) sums.set(key, [...row]);
      else for (let i = 3; i < row.length; i++) (sum[i] as number) += row[i] as number;
    }
    await turn();
  }
  return [...sums].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, row]) => row);
}
