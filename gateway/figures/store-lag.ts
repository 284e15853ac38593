import { setImmediate as turn } from 'node:timers/promises';
import type { Site } from '../../models/contract/site.ts';
import { MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import { entryLines } from './entries.ts';
import type { SalesContext, SalesRange, SalesSlot } from './sales-figures.ts';
import { type Span, type StoreDay, storeDays } from './store-days.ts';
import { correlation, type DayMinutes, peakOf, type TillLag, tillLag } from './till-lag.ts';

const LAG_DAYS = 14;
/** Correlations of days that lie side by side, so that the lags of many days read each day once. */
const MOST_CORRELATIONS = 40;
type Correlations = Map<string, Float64Array | undefined>;

/**
 * The time from door to till of the two weeks up to the last day of a range that is over. It is found out once a day and
 * stays with the day, unless what it was made of changes: more receipts, corrected counts, a note. Before the first day
 * is over, its hours so far.
 */
export async function lagOf(
  context: SalesContext,
  range: SalesRange,
  correlations: Correlations = new Map(),
): Promise<TillLag | undefined> {
  const { site } = range.site;
  const calendar = storeDays(site);
  const untilMs = Math.min(range.toMs, range.nowMs);
  const newest = calendar.at(untilMs - 1);
  const last = newest.toMs <= untilMs ? newest : calendar.of(calendar.shift(newest.date, -1))!;
  const days = Array.from({ length: LAG_DAYS }, (_, i) => calendar.of(calendar.shift(last.date, i + 1 - LAG_DAYS))!);
  const basis = await basisOf(context, range, days);
  if (basis === undefined) {
    const day = await dayMinutes(context, range, { fromMs: newest.fromMs, toMs: untilMs });
    return day && tillLag([day]);
  }
  const known = await context.sales.lags.find(range.store, last.date);
  if (known?.basis === basis) return answer(known);
  const found: Float64Array[] = [];
  for (const day of days) {
    if (!correlations.has(day.date)) {
      const minutes = await dayMinutes(context, range, day);
      correlations.set(day.date, minutes && correlation(minutes));
      if (correlations.size > MOST_CORRELATIONS) correlations.delete(correlations.keys().next().value!);
      // SQLite answers without leaving this turn of the event loop: others must have theirs.
      await turn();
    }
    const one = correlations.get(day.date);
    if (one) found.push(one);
  }
  const lag = peakOf(found);
  const stored = { basis, minutes: lag?.lagMinutes ?? null, score: lag?.score ?? null };
  // Whoever reads must get an answer on a full disk too.
  await context.sales.lags.keep(range.store, last.date, stored).catch(() => undefined);
  return answer(stored);
}

const answer = ({ minutes, score }: { minutes: number | null; score: number | null }): TillLag | undefined =>
  minutes === null || score === null ? undefined : { lagMinutes: minutes, score };

/** What tells whether a lag is made of what there is now; undefined where the tills had told nothing in these days. */
async function basisOf(
  { store, sales }: SalesContext,
  { store: name, site: { site } }: SalesRange,
  days: readonly StoreDay[],
): Promise<string | undefined> {
  const [first, last] = [days[0], days[days.length - 1]];
  const sold = await sales.businessDays(name, first.date, last.date);
  const receipts = sold.reduce((sum, day) => sum + day.receipts, 0);
  if (receipts === 0) return undefined;
  const lines = entryLines(site);
  const span = { store: name, fromMs: first.fromMs, toMs: last.toMs };
  const whole = days.map(({ fromMs, toMs }) => ({ startMs: fromMs, endMs: toMs }));
  const sums = await store.traffic({ ...span, grainMs: Number.POSITIVE_INFINITY, days: whole });
  const doors = sums.filter(({ line }) => lines.includes(line));
  const entries = doors.reduce((sum, door) => sum + door.in, 0);
  const seenS = doors.reduce((sum, door) => sum + door.seenS, 0);
  const movedS = await sales.clocks.movedS(name, first.date, last.date);
  return [...lines, receipts, movedS, Math.round(entries), Math.round(seenS)].join(' ');
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
