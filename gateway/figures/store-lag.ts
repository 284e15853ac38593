import { setImmediate as turn } from 'node:timers/promises';
import type { Site } from '../../models/contract/site.ts';
import type { Sales } from '../pos/sales.ts';
import { MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import type { SalesContext, SalesRange, SalesSlot } from './sales-figures.ts';
import { storeDays } from './store-days.ts';
import { type DayMinutes, type TillLag, tillLag } from './till-lag.ts';

const LAG_DAYS = 14;
/** By data base, store and end: it moves by minutes in weeks, so once an hour is enough, for each end that is asked for. */
const lags = new WeakMap<Sales, Map<string, { untilMs: number; lag: TillLag | undefined }>>();
const LAG_KEPT_MS = 3_600_000;
const MOST_KEPT = 2000;

/** The time from door to till of the two weeks before the end of the range, today's hours with them. */
export async function lagOf({ store, sales }: SalesContext, range: SalesRange): Promise<TillLag | undefined> {
  const kept = lags.get(sales) ?? new Map<string, { untilMs: number; lag: TillLag | undefined }>();
  lags.set(sales, kept);
  const toMs = Math.floor(Math.min(range.toMs, range.nowMs) / LAG_KEPT_MS) * LAG_KEPT_MS;
  const key = `${range.store}/${toMs}`;
  const known = kept.get(key);
  if (known && performance.now() < known.untilMs) return known.lag;
  const { site } = range.site;
  const calendar = storeDays(site);
  const days: DayMinutes[] = [];
  for (let date = calendar.at(toMs - 1).date, i = 0; i < LAG_DAYS; i++, date = calendar.shift(date, -1)) {
    const day = calendar.of(date)!;
    const span = { store: range.store, fromMs: day.fromMs, toMs: Math.min(toMs, day.toMs), grainMs: MINUTE_MS };
    days.push(dayMinutes(site, span, await store.traffic(span), await sales.slotSums(span)));
    // SQLite answers without leaving this turn of the event loop: others must have theirs.
    await turn();
  }
  const lag = tillLag(days.filter((day) => day.sales.some((n) => n > 0)));
  kept.delete(key);
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!);
  kept.set(key, { untilMs: performance.now() + LAG_KEPT_MS, lag });
  return lag;
}

function dayMinutes(
  site: Site,
  { fromMs, toMs }: { fromMs: number; toMs: number },
  traffic: Parameters<typeof doorSlots>[1],
  sold: readonly SalesSlot[],
): DayMinutes {
  const length = Math.ceil((toMs - fromMs) / MINUTE_MS);
  const [entries, sales, seen] = [0, 1, 2].map(() => new Float64Array(length));
  for (const [startMs, door] of doorSlots(site, traffic, 60)) {
    const i = Math.round((startMs - fromMs) / MINUTE_MS);
    entries[i] = door.entries;
    seen[i] = door.seen;
  }
  for (const { startMs, ...sum } of sold) sales[Math.round((startMs - fromMs) / MINUTE_MS)] += sum.sales;
  return { entries, sales, seen };
}
