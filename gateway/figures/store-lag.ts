import type { Site } from '../../models/contract/site.ts';
import type { SalesSum } from '../pos/sales.ts';
import { DAY_MS } from '../rollups/kinds.ts';
import { nextTurn, type Rest } from '../turns.ts';
import { MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import { entryLines } from './entries.ts';
import type { SalesContext, SalesRange } from './sales-context.ts';
import { type Span, type StoreDay, storeDays } from './store-days.ts';
import { correlation, type DayMinutes, peakOf, type TillLag, tillLag } from './till-lag.ts';
import type { ToldSpan } from './told.ts';

const LAG_DAYS = 14;

/** The correlation of a day as it is kept, null where nothing was sold; `lines`: the doors that it was made of. */
interface KeptLag {
  lines: string;
  raw: number[] | null;
}

/**
 * The time from door to till of each of some days that follow each other, by their start: that of the two weeks up to the
 * day, or up to the day before while it goes on; on the first day of all, of its hours so far. Where no time stands out
 * there is none. So a day has the same one in whichever range it is asked for.
 */
export async function lagsOf(
  context: SalesContext,
  range: SalesRange,
  days: readonly StoreDay[],
  { fromMs, newestMs }: ToldSpan,
  rest: Rest,
): Promise<Map<number, TillLag>> {
  const lags = new Map<number, TillLag>();
  const calendar = storeDays(range.site.site);
  const isOver = ({ toMs }: Span) => toMs <= range.nowMs;
  // A day in which nothing was sold tells nothing.
  const first = Math.max(fromMs, calendar.of(calendar.shift(days[0].date, -LAG_DAYS))!.fromMs);
  const last = Math.min(newestMs + 1, days[days.length - 1].toMs);
  const sold = first < last ? calendar.around({ fromMs: first, toMs: last }).filter(isOver) : [];
  const found = await correlations(context, range, sold);
  for (const day of days) {
    const until = isOver(day) ? day.toMs : day.fromMs;
    const since = calendar.of(calendar.shift(calendar.at(until - 1).date, 1 - LAG_DAYS))!.fromMs;
    const own = sold.filter((it) => it.fromMs >= since && it.toMs <= until).flatMap((it) => found.get(it.fromMs) ?? []);
    const lag = own.length > 0 ? peakOf(own) : await soFar(context, range, day, isOver(day));
    if (lag) lags.set(day.fromMs, lag);
    await rest();
  }
  return lags;
}

async function soFar(
  context: SalesContext,
  range: SalesRange,
  day: StoreDay,
  isOver: boolean,
): Promise<TillLag | undefined> {
  if (isOver) return undefined;
  const minutes = await dayMinutes(context, range, { fromMs: day.fromMs, toMs: range.nowMs });
  return minutes && tillLag([minutes]);
}

/** Correlations of the days on which something was sold. Days that are over are kept; cameras, tills and notes drop them. */
async function correlations(
  context: SalesContext,
  range: SalesRange,
  days: readonly StoreDay[],
): Promise<Map<number, Float64Array>> {
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
  return new Map([...found].flatMap(([startMs, { raw }]) => (raw ? [[startMs, Float64Array.from(raw)]] : [])));
}

/** Doors and tills of a day; undefined where nothing was sold. */
async function dayMinutes(
  { store, sales }: SalesContext,
  { store: name, site: { site } }: SalesRange,
  { fromMs, toMs }: Span,
): Promise<DayMinutes | undefined> {
  const span = { store: name, fromMs, toMs, grainMs: MINUTE_MS };
  const sold = await sales.minuteSums(span);
  if (!sold.some((slot) => slot.sales > 0)) return undefined;
  return minutesOf(site, span, await store.traffic(span), sold);
}

function minutesOf(
  site: Site,
  { fromMs, toMs }: Span,
  traffic: Parameters<typeof doorSlots>[1],
  sold: readonly (SalesSum & { startMs: number })[],
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
