import type { Zone } from '../../models/contract/site.ts';
import { type Bucket, bucketIndex } from '../figures/buckets.ts';
import { type StoreDay, storeDays } from '../figures/store-days.ts';
import type { Store } from '../store/store.ts';
import { pieces, type Rest } from '../turns.ts';
import { holdsDay, keptDays } from './kept-days.ts';
import { aboutStaff } from './staff.ts';
import { type LatticeRange, type ZoneLattices, zoneLattices } from './zone-lattices.ts';
import { addSpans, type ZoneSpan, zoneSpan } from './zone-span.ts';

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
  const isWhole = (day: StoreDay) => cuts.some((buckets) => holdsDay(buckets, day));
  const make = async (day: Bucket): Promise<Record<string, ZoneSpan>> => {
    const lattices = await zoneLattices(context, { ...range, fromMs: day.startMs, toMs: day.endMs });
    const shown = range.site.site.zones.filter(({ kind }) => !aboutStaff(kind));
    return Object.fromEntries(shown.map((zone) => [zone.id, zoneSpan(zone, lattices, day)]));
  };
  const whole = days.filter(isWhole).map((day) => ({ startMs: day.fromMs, endMs: day.toMs }));
  const basis = basisOf(range);
  const kept = await keptDays(context.store, range, whole, { kind: 'published', basis: () => basis, make }, rest);
  for (const day of days) {
    const own = kept.get(day.fromMs);
    let lattices: ZoneLattices | undefined;
    for (const [c, buckets] of cuts.entries()) {
      const first = bucketIndex(buckets, day.fromMs);
      if (own && holdsDay(buckets, day)) {
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

/** To be changed with what a kept day holds, or with the rule that it is made by. */
const FORMAT = 4;

const basisOf = ({ site: { site } }: LatticeRange): string =>
  [FORMAT, site.privacy.k, ...site.zones.map(({ id, kind }) => `${id}:${kind}`)].join(' ');
