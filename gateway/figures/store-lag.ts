import type { Site } from '../../models/contract/site.ts';
import { DAY_MS } from '../rollups/kinds.ts';
import { nextTurn } from '../turns.ts';
import { MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import { entryLines } from './entries.ts';
import type { SalesContext, SalesRange, SalesSlot } from './sales-figures.ts';
import { type Span, type StoreDay, storeDays } from './store-days.ts';
import { correlation, type DayMinutes, peakOf, type TillLag, tillLag } from './till-lag.ts';

const LAG_DAYS = 14;

/** The correlation of a day as it is kept, null where nothing was sold; `lines`: the doors that it was made of. */
interface KeptLag {
  lines: string;
  raw: number[] | null;
}

/**
 * The time from door to till of the two weeks up to the last day of a range that is over; before the first day is over,
 * of its hours so far.
 */
export async function lagOf(context: SalesContext, range: SalesRange): Promise<TillLag | undefined> {
  const { site } = range.site;
  const calendar = storeDays(site);
  const untilMs = Math.min(range.toMs, range.nowMs);
  const newest = calendar.at(untilMs - 1);
  const last = newest.toMs <= untilMs ? newest : calendar.of(calendar.shift(newest.date, -1))!;
  const first = calendar.of(calendar.shift(last.date, 1 - LAG_DAYS))!;
  const found = await correlations(context, range, calendar.around({ fromMs: first.fromMs, toMs: last.toMs }));
  if (found.length > 0) return peakOf(found);
  const day = await dayMinutes(context, range, { fromMs: newest.fromMs, toMs: untilMs });
  return day && tillLag([day]);
}

/** Correlations of the days on which something was sold. Days that are over are kept; cameras, tills and notes drop them. */
async function correlations(
  context: SalesContext,
  range: SalesRange,
  days: readonly StoreDay[],
): Promise<Float64Array[]> {
  const { kept, latestBucketMs } = context.store;
  const lines = entryLines(range.site.site).join(' ');
  const newestMs = (await context.sales.newestMinute(range.store)) ?? 0;
  const overMs = Math.min(newestMs, Math.floor(((await latestBucketMs(range.store)) ?? 0) / DAY_MS) * DAY_MS);
  const spans = days.map((day) => ({ startMs: day.fromMs, endMs: day.toMs }));
  const over = spans.filter(({ endMs }) => endMs <= overMs);
  const found = new Map(await kept.find<KeptLag>(range.store, 'lag', over));
  const missing = over.filter(({ startMs }) => found.get(startMs)?.lines !== lines);
  const make = async (some: typeof spans) => {
    const made = new Map<number, KeptLag>();
    for (const { startMs, endMs } of some) {
      const minutes = await dayMinutes(context, range, { fromMs: startMs, toMs: endMs });
      made.set(startMs, { lines, raw: minutes ? [...correlation(minutes)] : null });
      // SQLite answers without leaving this turn of the event loop: others must have theirs.
      await nextTurn();
    }
    return made;
  };
  const made = missing.length > 0 ? await kept.make(range.store, 'lag', missing, () => make(missing)) : [];
  const rest = await make(spans.slice(over.length));
  for (const [startMs, lag] of [...made, ...rest]) found.set(startMs, lag);
  return [...found.values()].flatMap(({ raw }) => (raw ? [Float64Array.from(raw)] : []));
}

/** Doors and tills of a day; undefined where nothing was sold. */
async function dayMinutes(
  { store, sales }: SalesContext,
  { store: name, site: { site } }: SalesRange,
  { fromMs, toMs }: Span,
): Promise<DayMinutes | undefined> {
  const span = { store: name, fromMs, toMs, grainMs: MINUTE_MS };
  const sold = await sales.slotSums(span);
  if (!sold.some((slot) => slot.sales > 0)) return undefined;
  return minutesOf(site, span, await store.traffic(span), sold);
}

function minutesOf(
  site: Site,
  { fromMs, toMs }: Span,
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
