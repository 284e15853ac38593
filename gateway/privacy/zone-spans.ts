import type { Zone } from '../../models/contract/site.ts';
import { type Bucket, bucketIndex } from '../figures/buckets.ts';
import { SETTLE_MS } from '../figures/coverage.ts';
import { type StoreDay, storeDays } from '../figures/store-days.ts';
import type { KeptSpan } from '../rollups/kept.ts';
import { DAY_MS } from '../rollups/pack.ts';
import type { Store } from '../store/store.ts';
import { pieces, type Rest } from '../turns.ts';
import { aboutStaff } from './staff.ts';
import { type LatticeRange, type ZoneLattices, zoneLattices } from './zone-lattices.ts';
import { addSpans, type ZoneSpan, zoneSpan } from './zone-span.ts';

/** Days that are made in one go. */
const DAYS_AT_ONCE = 31;

/** A whole day as it is kept; `basis`: what it was made by. */
interface KeptDay {
  basis: string;
  zones: Record<string, ZoneSpan>;
}
/** By zone, a span for each bucket. */
type ZoneSpans = Map<string, (ZoneSpan | undefined)[]>;
interface Context {
  store: Store;
}

/**
 * What is published of some zones in each bucket of a range, k above 1: day by day, since no block is longer, and from what
 * is kept of whole days. Each of `cuts` is the range cut into buckets of whole quarters.
 */
export async function zoneSpans(
  context: Context,
  range: LatticeRange,
  zones: readonly Zone[],
  cuts: readonly (readonly Bucket[])[],
  rest: Rest = pieces(),
): Promise<ZoneSpans[]> {
  const spans = cuts.map((buckets) => new Map(zones.map(({ id }) => [id, new Array<undefined>(buckets.length)])));
  const days = storeDays(range.site.site).around(range);
  const isWhole = (day: StoreDay) => cuts.some((buckets) => holds(buckets, day));
  const kept = await keptDays(context, range, days.filter(isWhole), rest);
  for (const day of days) {
    const own = kept.get(day.fromMs);
    let lattices: ZoneLattices | undefined;
    for (const [c, buckets] of cuts.entries()) {
      const first = bucketIndex(buckets, day.fromMs);
      if (own && holds(buckets, day)) {
        for (const { id } of zones) if (own[id]) add(spans[c], id, first, own[id]);
        continue;
      }
      const about = { ...range, fromMs: day.fromMs, toMs: day.toMs };
      lattices ??= await zoneLattices(context, about, zones.length === 1 ? zones[0].id : undefined);
      for (let i = first; i < buckets.length && buckets[i].startMs < day.toMs; i++) {
        const startMs = Math.max(day.fromMs, buckets[i].startMs);
        const endMs = Math.min(day.toMs, buckets[i].endMs);
        if (startMs >= endMs) continue;
        for (const zone of zones) add(spans[c], zone.id, i, zoneSpan(zone, lattices, { startMs, endMs }));
      }
    }
    await rest();
  }
  return spans;
}

function add(spans: ZoneSpans, zone: string, i: number, span: ZoneSpan): void {
  const own = spans.get(zone)!;
  own[i] = addSpans(own[i], span);
}

/** Whether one of the buckets has the whole day. */
function holds(buckets: readonly Bucket[], day: StoreDay): boolean {
  const at = buckets[bucketIndex(buckets, day.fromMs)];
  return at.startMs <= day.fromMs && day.toMs <= at.endMs;
}

/** Days that are over; those that are not kept yet are made, all zones of each. */
async function keptDays(
  context: Context,
  range: LatticeRange,
  days: readonly StoreDay[],
  rest: Rest,
): Promise<Map<number, KeptDay['zones']>> {
  const { site } = range.site;
  const basis = basisOf(range);
  const spans = (await daysOver(context, range, days)).map(
    (day): KeptSpan => ({ startMs: day.fromMs, endMs: day.toMs }),
  );
  const found = new Map<number, KeptDay['zones']>();
  for (const [startMs, day] of await context.store.kept.find<KeptDay>(range.store, 'published', spans)) {
    if (day.basis === basis) found.set(startMs, day.zones);
  }
  const missing = spans.filter(({ startMs }) => !found.has(startMs));
  const shown = site.zones.filter(({ kind }) => !aboutStaff(kind));
  for (let at = 0; at < missing.length; at += DAYS_AT_ONCE) {
    const part = missing.slice(at, at + DAYS_AT_ONCE);
    const made = await context.store.kept.make(range.store, 'published', part, async () => {
      const bodies = new Map<number, KeptDay>();
      for (const span of part) {
        const lattices = await zoneLattices(context, { ...range, fromMs: span.startMs, toMs: span.endMs });
        const zones = Object.fromEntries(shown.map((zone) => [zone.id, zoneSpan(zone, lattices, span)]));
        bodies.set(span.startMs, { basis, zones });
        await rest();
      }
      return bodies;
    });
    for (const [startMs, { zones }] of made) found.set(startMs, zones);
  }
  return found;
}

/** To be changed with what a kept day holds, or with the rule that it is made by. */
const FORMAT = 1;

const basisOf = ({ site: { site } }: LatticeRange): string =>
  [FORMAT, site.privacy.k, ...site.zones.map(({ id, kind }) => `${id}:${kind}`)].join(' ');

/** Days of which nothing is on its way. As of roll-ups, every message that makes one of them wrong takes it away. */
async function daysOver({ store }: Context, range: LatticeRange, days: readonly StoreDay[]): Promise<StoreDay[]> {
  const overMs = Math.floor(((await store.latestBucketMs(range.store)) ?? 0) / DAY_MS) * DAY_MS;
  return days.filter((day) => day.toMs <= Math.min(overMs, range.nowMs - SETTLE_MS));
}
