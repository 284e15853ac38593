import { setImmediate as turn } from 'node:timers/promises';
import type { Span, StoreDay } from '../figures/store-days.ts';
import { groupBy } from '../group-by.ts';
import { Kept, type KeptSpan } from '../rollups/kept.ts';
import type { KeptKind } from '../rollups/kinds.ts';
import type { Db } from '../store/tables.ts';
import { addGroups, groupsOf, type ProductGroup, sumsOf } from './product-groups.ts';
import type { ProductSum, SalesSpan } from './sales.ts';
import { newestMinute, oldestMinute, productSums } from './sums.ts';

type Groups = readonly ProductGroup[];

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

  /** As `productSums`, in order of currency, unit and item. `days`: the store's days that hold the span, in order. */
  async sums(span: SalesSpan, days: readonly StoreDay[]): Promise<ProductSum[]> {
    const { store, fromMs, toMs } = span;
    const newestMs = (await newestMinute(this.#db, store)) ?? 0;
    const over = days.filter((day) => fromMs <= day.fromMs && day.toMs <= Math.min(toMs, newestMs));
    if (over.length === 0) return productSums(this.#db, span);
    const parts: Groups[] = [];
    for (const [month, own] of groupBy(over, ({ date }) => date.slice(0, 7))) {
      if (own.length === daysIn(month)) parts.push(await this.#month(store, own));
      else for (const day of own) parts.push(await this.#day(store, day));
    }
    const [first, last] = [over[0].fromMs, over[over.length - 1].toMs];
    if (fromMs < first) parts.push(groupsOf(await productSums(this.#db, { ...span, toMs: first })));
    if (last < toMs) parts.push(groupsOf(await productSums(this.#db, { ...span, fromMs: last })));
    return sumsOf(await merged(parts));
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

  #month(store: string, days: readonly StoreDay[]): Promise<Groups> {
    return this.#read(store, 'products/month', monthOf(days), async () => {
      const parts: Groups[] = [];
      for (const day of days) parts.push(await this.#day(store, day));
      return merged(parts);
    });
  }

  #day(store: string, { fromMs, toMs }: Span): Promise<Groups> {
    const make = async () => groupsOf(await productSums(this.#db, { store, fromMs, toMs }));
    return this.#read(store, 'products', spanOf({ fromMs, toMs }), make);
  }

  async #read(store: string, kind: KeptKind, span: KeptSpan, make: () => Promise<Groups>): Promise<Groups> {
    const found = (await this.#kept.find<Groups>(store, kind, [span])).get(span.startMs);
    if (found) return found;
    const made = await this.#kept.make(store, kind, [span], async () => new Map([[span.startMs, await make()]]));
    return made.get(span.startMs)!;
  }
}

const spanOf = ({ fromMs, toMs }: Span): KeptSpan => ({ startMs: fromMs, endMs: toMs });
const monthOf = (days: readonly Span[]): KeptSpan => ({ startMs: days[0].fromMs, endMs: days[days.length - 1].toMs });

const daysIn = (month: string): number => new Date(Date.UTC(+month.slice(0, 4), +month.slice(5, 7), 0)).getUTCDate();

/** Sums of the same item, currency and unit as one; others are answered between two parts. */
async function merged(parts: readonly Groups[]): Promise<Groups> {
  if (parts.length === 1) return parts[0];
  let all: Groups = [];
  for (const groups of parts) {
    all = addGroups(all, groups);
    await turn();
  }
  return all;
}
