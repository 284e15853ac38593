import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { SalesAnswer } from '../../models/contract/sales.ts';
import { unitDays } from '../privacy/unit-days.ts';
import { inPieces, pieces } from '../turns.ts';
import { type Bucket, bucketsOf, MINUTE_MS } from './buckets.ts';
import { doorSlots } from './doors.ts';
import { entryLines } from './entries.ts';
import { partsOf } from './parts.ts';
import { type SalesContext, type SalesRange, type SalesSlot, SalesTally } from './sales-figures.ts';
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
  const rest = pieces();
  const slots = new Map<number, SalesSlot[]>();
  for (const part of partsOf({ fromMs, toMs })) {
    groupSlots(slots, await context.sales.slotSums({ store, ...part, grainMs }));
    await rest();
  }
  const currencies = byReceipts(slots.values());
  const currency = asked ?? currencies[0] ?? null;
  const untilMs = Math.min(toMs, range.nowMs);
  const firstSlot = (tMs: number) => Math.floor(tMs / grainMs) * grainMs;
  // A slot that two buckets share is in both of them.
  const tally = ({ startMs, endMs }: Bucket) => ({ first: firstSlot(startMs), endMs, sum: new SalesTally(currency) });
  const total = tally({ startMs: fromMs, endMs: Math.max(fromMs + grainMs, untilMs) });
  const lastMs = Math.ceil(untilMs / grainMs) * grainMs;
  const buckets = bucketsOf(fromMs, toMs, size, site.site).filter(({ startMs }) => startMs < untilMs);
  const tallies = buckets.map(({ startMs, endMs }) => tally({ startMs, endMs: Math.min(endMs, lastMs) }));
  const endMs = Math.max(total.endMs, tallies.at(-1)?.endMs ?? 0);
  let open = 0;
  for (const part of partsOf({ fromMs: total.first, toMs: endMs })) {
    const seen = { fromMs: Math.max(fromMs, part.fromMs) + shiftMs, toMs: Math.min(toMs, part.toMs) + shiftMs };
    const crossings = await context.store.traffic({ store, ...seen, grainMs });
    const units = crossings.length > 0 ? await unitDays(context.store, { ...range, ...seen }, rest) : undefined;
    const shared = units ? units.share(entryLines(site.site), crossings) : crossings;
    const doors = doorSlots(site.site, shared, grainMs / 1000);
    for (let slot = part.fromMs; slot < part.toMs; slot += grainMs) {
      const [rows, door, known] = [slots.get(slot) ?? NO_ROWS, doors.get(slot + shiftMs), told(slot)];
      if (slot < total.endMs) total.sum.add(rows, door, known);
      while (open < tallies.length && tallies[open].endMs <= slot) open++;
      for (let i = open; i < tallies.length && tallies[i].first <= slot; i++) {
        if (slot < tallies[i].endMs) tallies[i].sum.add(rows, door, known);
      }
    }
    await rest();
  }
  return {
    ...{ newestMs, toldFromMs, currency, currencies },
    entryToTill: lag ? { minutes: lag.lagMinutes, score: Math.round(lag.score * 10) / 10 } : null,
    total: total.sum.figures(),
    points: await inPieces(buckets, rest, (bucket, i) => ({
      start: instant(bucket.startMs),
      seconds: (bucket.endMs - bucket.startMs) / 1000,
      ...tallies[i].sum.figures(),
    })),
  };
}

const NO_ROWS: readonly SalesSlot[] = [];

async function toldFrom({ sales }: SalesContext, { store, site }: SalesRange): Promise<number | null> {
  const oldestMs = await sales.oldestMinute(store);
  return oldestMs === null ? null : storeDays(site.site).at(oldestMs).fromMs;
}

function groupSlots(slots: Map<number, SalesSlot[]>, rows: readonly SalesSlot[]): void {
  for (const row of rows) {
    const slot = slots.get(row.startMs);
    if (slot) slot.push(row);
    else slots.set(row.startMs, [row]);
  }
}

function byReceipts(slots: Iterable<readonly SalesSlot[]>): string[] {
  const receipts = new Map<string, number>();
  for (const rows of slots) {
    for (const { currency, receipts: count } of rows) receipts.set(currency, (receipts.get(currency) ?? 0) + count);
  }
  return [...receipts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([currency]) => currency);
}
