import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { SalesAnswer } from '../../models/contract/sales.ts';
import { type Bucket, bucketsOf, MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import { type SalesContext, type SalesRange, type SalesSlot, salesFigures } from './sales-figures.ts';
import { storeDays } from './store-days.ts';
import { lagOf } from './store-lag.ts';

/** Longer ranges are summed by quarters of an hour, in which the time from door to till is lost. */
const MINUTES_UP_TO_MS = 3 * 86_400_000;
const QUARTER_MS = 15 * MINUTE_MS;

type Read = Pick<SalesAnswer, 'currency' | 'currencies' | 'entryToTill' | 'total' | 'points'> & {
  newestMs: number | null;
  /** Start of the business day of the first receipt: before it nobody can say what was sold. */
  toldFromMs: number | null;
};

/** Sales and conversion of a range, bucket by bucket. */
export async function readSales(
  context: SalesContext,
  range: SalesRange,
  size: BucketSize,
  asked?: string,
): Promise<Read> {
  const { store, fromMs, toMs, site } = range;
  const fine = size === 'minute' || toMs - fromMs <= MINUTES_UP_TO_MS;
  const grainMs = fine ? MINUTE_MS : QUARTER_MS;
  const newestMs = await context.sales.newestMinute(store);
  const toldFromMs = await toldFrom(context, range);
  // Of a slot after the newest receipt, or before the day of the first, the tills have said nothing yet.
  const told = (slot: number) => newestMs !== null && toldFromMs !== null && slot <= newestMs && slot >= toldFromMs;
  const lag = fine && newestMs !== null ? await lagOf(context, range) : undefined;
  const shiftMs = -(lag?.lagMinutes ?? 0) * MINUTE_MS;
  const slots = groupSlots(await context.sales.slotSums({ store, fromMs, toMs, grainMs }));
  const traffic = await context.store.traffic({ store, fromMs: fromMs + shiftMs, toMs: toMs + shiftMs, grainMs });
  const doors = doorSlots(site.site, traffic, grainMs / 1000);
  const currencies = byReceipts([...slots.values()].flat());
  const currency = asked ?? currencies[0] ?? null;
  const figures = ({ startMs, endMs }: Bucket) => {
    const first = Math.floor(startMs / grainMs) * grainMs;
    const starts = Array.from({ length: Math.ceil((endMs - first) / grainMs) }, (_, i) => first + i * grainMs);
    return salesFigures({ slots: starts, sales: slots, doors, shiftMs, currency }, told);
  };
  const untilMs = Math.min(toMs, range.nowMs);
  const buckets = bucketsOf(fromMs, toMs, size, site.site).filter(({ startMs }) => startMs < untilMs);
  return {
    ...{ newestMs, toldFromMs, currency, currencies },
    entryToTill: lag ? { minutes: lag.lagMinutes, score: Math.round(lag.score * 10) / 10 } : null,
    total: figures({ startMs: fromMs, endMs: Math.max(fromMs + grainMs, untilMs) }),
    points: buckets.map((bucket) => ({
      start: instant(bucket.startMs),
      seconds: (bucket.endMs - bucket.startMs) / 1000,
      ...figures({ startMs: bucket.startMs, endMs: Math.min(bucket.endMs, Math.ceil(untilMs / grainMs) * grainMs) }),
    })),
  };
}

async function toldFrom({ sales }: SalesContext, { store, site }: SalesRange): Promise<number | null> {
  const oldestMs = await sales.oldestMinute(store);
  return oldestMs === null ? null : storeDays(site.site).at(oldestMs).fromMs;
}

function groupSlots(rows: readonly SalesSlot[]): Map<number, SalesSlot[]> {
  const slots = new Map<number, SalesSlot[]>();
  for (const row of rows) slots.set(row.startMs, [...(slots.get(row.startMs) ?? []), row]);
  return slots;
}

function byReceipts(rows: readonly SalesSlot[]): string[] {
  const receipts = new Map<string, number>();
  for (const { currency, receipts: count } of rows) receipts.set(currency, (receipts.get(currency) ?? 0) + count);
  return [...receipts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([currency]) => currency);
}
