import type { Site } from '../../models/contract/site.ts';
import { storeDays } from '../figures/store-days.ts';
import { lagOf } from '../figures/store-lag.ts';
import type { Sales } from '../pos/sales.ts';
import type { Store } from '../store/store.ts';

/**
 * Makes what is kept of a store's days that are over, so that the first who asks need not wait: sums of lines, zones,
 * queues and products, and the time from door to till, for which `lagStore` leaves out what notes do. Days of which it is
 * there already cost a look.
 */
export async function keepDays(
  { store, sales, lagStore }: { store: Store; sales: Sales; lagStore: Store },
  site: Site,
  { days: count, nowMs }: { days: number; nowMs: number },
  signal: AbortSignal,
): Promise<number> {
  const calendar = storeDays(site);
  const today = calendar.at(nowMs);
  const first = calendar.of(calendar.shift(today.date, -count))!;
  const name = site.store;
  const oldest = [await sales.oldestMinute(name), await store.oldestMessageMs(name)].filter((tMs) => tMs !== null);
  const fromMs = Math.max(first.fromMs, Math.min(...oldest, today.fromMs));
  const days = calendar.around({ fromMs, toMs: today.fromMs });
  if (days.length === 0 || oldest.length === 0) return 0;
  const spans = days.map((day) => ({ startMs: day.fromMs, endMs: day.toMs }));
  const span = {
    store: name,
    fromMs: days[0].fromMs,
    toMs: today.fromMs,
    grainMs: Number.POSITIVE_INFINITY,
    days: spans,
  };
  for (const query of [span, { ...span, settled: true }]) {
    for (const read of [store.traffic, store.zones, store.queues]) {
      if (!signal.aborted) await read(query);
    }
  }
  const made = await sales.keepDays(name, days, signal);
  const correlations = new Map();
  for (const { fromMs, toMs } of days) {
    if (signal.aborted) break;
    await lagOf({ store: lagStore, sales }, { store: name, site: { site }, fromMs, toMs, nowMs }, correlations);
  }
  return made;
}
