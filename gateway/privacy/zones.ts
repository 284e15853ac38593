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
import { inPieces, pieces } from '../turns.ts';
import { partFigures } from './part-figures.ts';
import { published } from './ranges.ts';
import { aboutStaff } from './staff.ts';
import type { ZoneSpan } from './zone-span.ts';
import { zoneSpans } from './zone-spans.ts';

const NO_SHARES: Shares = { engaged: null, stop: null };
const nothing = (): ZoneFigures & { shares: Shares } => {
  return { ...zoneFigures('area', undefined, 0, 0), suppressed: true, shares: NO_SHARES };
};
/** Figures of single visits, with their shares. */
const entire = (figures: ZoneFigures): ZoneFigures & { shares: Shares } => {
  const { ended, engaged, visits, interactions } = figures;
  return { ...figures, shares: { engaged: shareOf(engaged, ended), stop: shareOf(interactions?.stops, visits) } };
};

/** What is published of one zone over a span of whole quarters; k above 1. */
function figuresOf(
  zone: Zone,
  published: ZoneSpan | undefined,
  span: Bucket,
  untilMs: number,
): ZoneFigures & { shares: Shares } {
  const seen = coverage(published?.seenS ?? undefined, span.startMs, untilMs);
  // Where nothing was seen there is nothing to withhold.
  if (!published?.seenS) {
    return { ...zoneFigures(zone.kind, undefined, span.startMs, untilMs), coverage: seen, shares: NO_SHARES };
  }
  const { visits, wanted, shown } = published;
  const withheld = shown < wanted;
  if (!visits || (visits.visits === 0 && withheld)) return { ...nothing(), coverage: seen };
  const figures = partFigures(zone, published, visits, span);
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
      return { ...(aboutStaff(zone.kind) ? { ...nothing(), coverage: figures.coverage } : entire(figures)), zone };
    });
  }
  const span = { startMs: range.fromMs, endMs: range.toMs };
  const shown = site.zones.filter(({ kind }) => !aboutStaff(kind));
  const [spans] = await zoneSpans(context, range, shown, [[span]], rest);
  return site.zones.map((zone) =>
    aboutStaff(zone.kind)
      ? { ...nothing(), zone }
      : { ...figuresOf(zone, spans.get(zone.id)![0], span, untilMs), zone },
  );
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
  const all = { startMs: range.fromMs, endMs: range.toMs };
  const [whole, points] = await zoneSpans(context, range, [zone], [[all], buckets], rest);
  const figures = (published: ZoneSpan | undefined, span: Bucket): ZoneFigures => {
    const { shares: _, ...shown } = figuresOf(zone, published, span, Math.min(span.endMs, untilMs));
    return shown;
  };
  const begun = buckets.filter(({ startMs }) => startMs < untilMs);
  return {
    ...{ range, bucket },
    total: figures(whole.get(zone.id)![0], all),
    points: await inPieces(begun, rest, (span, i) => {
      const { startMs, endMs } = span;
      return { start: instant(startMs), seconds: (endMs - startMs) / 1000, ...figures(points.get(zone.id)![i], span) };
    }),
  };
}
