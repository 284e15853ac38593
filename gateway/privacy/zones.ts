import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Zone } from '../../models/contract/site.ts';
import { threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { coverage, judgedUntil } from '../figures/coverage.ts';
import { pointsOf, readSeries } from '../figures/series.ts';
import { type Shares, shareOf, type ZoneFigures, zoneFigures } from '../figures/zone-figures.ts';
import type { ZoneSum } from '../store/store.ts';
import { eachInTurns, inTurns, pieces, type Work } from '../turns.ts';
import { addingPublished } from './published-sums.ts';
import { published } from './ranges.ts';
import { isLong, type ZoneLattices, zoneLattices } from './zone-lattices.ts';
import { partFigures } from './zone-parts.ts';

/** A till is run by one person and a staff room used by few: nothing about them is published, whatever k is. */
export const aboutStaff = (kind: Zone['kind']): boolean => kind === 'till' || kind === 'staff';

const NO_SHARES: Shares = { engaged: null, stop: null };
const nothing = (): ZoneFigures & { shares: Shares } => {
  return { ...zoneFigures('area', undefined, 0, 0), suppressed: true, shares: NO_SHARES };
};
/** Figures of single visits, with their shares. */
const whole = (figures: ZoneFigures): ZoneFigures & { shares: Shares } => {
  const { ended, engaged, visits, interactions } = figures;
  return { ...figures, shares: { engaged: shareOf(engaged, ended), stop: shareOf(interactions?.stops, visits) } };
};

/** What is published of one zone over a span of whole quarters; k above 1. */
function* figuresOver(
  zone: Zone,
  lattices: ZoneLattices,
  span: Bucket,
  untilMs: number,
): Work<ZoneFigures & { shares: Shares }> {
  const { kind, id } = zone;
  const sums = lattices.zones.get(id);
  const { slots, withheld } = yield* lattices.of(id).publishing(span.startMs, span.endMs);
  const { sum, seenS } = yield* addingPublished(sums, span, slots);
  const seen = coverage(seenS, span.startMs, untilMs);
  // Where nothing was seen there is nothing to withhold.
  if (!seenS) return { ...zoneFigures(kind, undefined, span.startMs, untilMs), coverage: seen, shares: NO_SHARES };
  if (!sum || (sum.visits === 0 && withheld)) return { ...nothing(), coverage: seen };
  const about = { visits: lattices.of(id), parts: lattices.partsOf(zone), k: lattices.k };
  const figures = yield* partFigures(zone, sums!, span, about, { sum, slots });
  return { ...figures, coverage: seen, ...(withheld ? { withheld } : {}) };
}

export type PublishedZone = { zone: Zone; shares: Shares } & ZoneFigures;

/** All zones of the site over a range, in the site's order. Everybody who shows or exports zones calls this. */
export async function publishedZones(context: ApiContext, asked: Range): Promise<PublishedZone[]> {
  const { site } = asked.site;
  const open = threshold(site.privacy.k) === 1;
  const rest = pieces();
  const range = published(asked);
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  if (open) {
    const buckets = [{ startMs: range.fromMs, endMs: range.toMs }];
    const query = { ...range, ...slotsOf(range, buckets, site) };
    const byZone = await readSeries(query, context.store.zones, buckets, (sum) => sum.zone, rest);
    return site.zones.map((zone) => {
      const figures = zoneFigures(zone.kind, byZone.get(zone.id)?.total, range.fromMs, untilMs);
      return { ...(aboutStaff(zone.kind) ? { ...nothing(), coverage: figures.coverage } : whole(figures)), zone };
    });
  }
  const together = isLong(range) ? undefined : await zoneLattices(context, range, undefined, rest);
  const span = { startMs: range.fromMs, endMs: range.toMs };
  const zones: PublishedZone[] = [];
  for (const zone of site.zones) {
    if (aboutStaff(zone.kind)) {
      zones.push({ ...nothing(), zone });
      continue;
    }
    const lattices = together ?? (await zoneLattices(context, range, zone.id, rest));
    zones.push({ ...(await inTurns(figuresOver(zone, lattices, span, untilMs), rest)), zone });
  }
  return zones;
}

export interface ZoneSeries {
  range: Range;
  bucket: BucketSize;
  total: ZoneFigures;
  points: ({ start: string; seconds: number } & ZoneFigures)[];
}

/** One zone over time. With k above 1 minutes become quarters; `range` is what the answer really covers. */
export async function publishedZoneSeries(
  context: ApiContext,
  asked: Range,
  zone: Zone,
  wanted: BucketSize,
): Promise<ZoneSeries> {
  const { site } = asked.site;
  const open = threshold(site.privacy.k) === 1;
  const rest = pieces();
  const bucket = !open && wanted === 'minute' ? 'quarter' : wanted;
  const range = published(asked);
  refuseLongSeries(range, bucket, 1);
  const buckets = bucketsOf(range.fromMs, range.toMs, bucket, site);
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  if (aboutStaff(zone.kind)) {
    const { shares: _, ...total } = nothing();
    return { range, bucket, total, points: [] };
  }
  if (open) {
    const query = { ...range, zone: zone.id, ...slotsOf(range, buckets, site) };
    const series = (await readSeries(query, context.store.zones, buckets, (sum) => sum.zone, rest)).get(zone.id);
    const figures = (sum: ZoneSum | undefined, fromMs: number, toMs: number) =>
      zoneFigures(zone.kind, sum, fromMs, toMs);
    const total = figures(series?.total, range.fromMs, untilMs);
    return { range, bucket, total, points: await pointsOf(series, buckets, untilMs, figures, rest) };
  }
  const lattices = await zoneLattices(context, range, zone.id, rest);
  function* figures(span: Bucket): Work<ZoneFigures> {
    const { shares: _, ...shown } = yield* figuresOver(zone, lattices, span, Math.min(span.endMs, untilMs));
    return shown;
  }
  const begun = buckets.filter(({ startMs }) => startMs < untilMs);
  return {
    ...{ range, bucket },
    total: await inTurns(figures({ startMs: range.fromMs, endMs: range.toMs }), rest),
    points: await eachInTurns(begun, rest, function* (span) {
      const { startMs, endMs } = span;
      return { start: instant(startMs), seconds: (endMs - startMs) / 1000, ...(yield* figures(span)) };
    }),
  };
}
