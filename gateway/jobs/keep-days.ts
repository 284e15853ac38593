import type { Site } from '../../models/contract/site.ts';
import { threshold } from '../../models/privacy/partition.ts';
import { readSales } from '../figures/sales.ts';
import { storeDays } from '../figures/store-days.ts';
import type { Sales } from '../pos/sales.ts';
import { queueSpans } from '../privacy/queue-spans.ts';
import { unitDays } from '../privacy/unit-days.ts';
import { zoneSpans } from '../privacy/zone-spans.ts';
import type { KeptKind } from '../rollups/kinds.ts';
import type { Store } from '../store/store.ts';
import { nextTurn, pieces } from '../turns.ts';

/** Days after each of which the job may be ended. */
const DAYS_A_PART = 7;

/**
 * Makes what is kept of a store's days that are over, so that the first who asks need not wait: sums of lines, zones,
 * queues and products, what is published of zones and of who waited, and the hours of doors and tills. `read` is the store
 * without the time that notes leave out. Days of which it is there already cost a look.
 */
export async function keepDays(
  { store, read, sales }: { store: Store; read: Store; sales: Sales },
  site: Site,
  { days: count, nowMs }: { days: number; nowMs: number },
  signal: AbortSignal,
): Promise<number> {
  const calendar = storeDays(site);
  const today = calendar.at(nowMs);
  const first = calendar.of(calendar.shift(today.date, -count))!;
  const name = site.store;
  const oldest = [await sales.oldestMinute(name), await store.oldestBucketMs(name)].filter((tMs) => tMs !== null);
  const fromMs = Math.max(first.fromMs, Math.min(...oldest, today.fromMs));
  const days = calendar.around({ fromMs, toMs: today.fromMs });
  if (days.length === 0 || oldest.length === 0) return 0;
  const spans = days.map((day) => ({ startMs: day.fromMs, endMs: day.toMs }));
  const missing = (kind: KeptKind) => store.kept.missing(name, kind, spans);
  for (const settled of [false, true]) {
    for (const kind of ['traffic', 'zones', 'queues'] as const) {
      const some = await missing(settled ? `${kind}/settled` : kind);
      if (some.length === 0 || signal.aborted) continue;
      const range = { fromMs: some[0].startMs, toMs: some[some.length - 1].endMs };
      await store[kind]({ store: name, ...range, settled, grainMs: Number.POSITIVE_INFINITY, days: some });
      await nextTurn();
    }
  }
  const about = { store: name, site: { site }, nowMs };
  const queues = site.zones.filter(({ kind }) => kind === 'queue');
  const context = { store: read, sales };
  // These hang on the site's k and on the time from door to till too: whether they are still right is found by reading.
  for (let d = 0; d < days.length && !signal.aborted; d += DAYS_A_PART) {
    const part = spans.slice(d, d + DAYS_A_PART);
    const range = { ...about, fromMs: part[0].startMs, toMs: part[part.length - 1].endMs };
    const rest = pieces();
    if (threshold(site.privacy.k) > 1) {
      await zoneSpans(context, range, site.zones, [part], rest);
      if (queues.length > 0) await queueSpans(context, range, queues, part, rest);
      await unitDays(read, range, rest);
    }
    await readSales(context, range, 'total');
    await nextTurn();
  }
  return sales.keepDays(name, days, signal);
}
