import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Site, Zone } from '../../models/contract/site.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, slotsOf } from '../figures/buckets.ts';
import { coverage, judgedUntil } from '../figures/coverage.ts';
import { addSums, pointsOf, seriesOf } from '../figures/series.ts';
import { type Shares, shareOf, type ZoneFigures, zoneFigures } from '../figures/zone-figures.ts';
import { groupBy } from '../group-by.ts';
import type { QueueSum, ZoneSum } from '../store/store.ts';
import { daysOf, type GridDay, published, QUARTER_MS } from './grid.ts';
import { Lattice } from './lattice.ts';
import { addPublished } from './published-sums.ts';
import { type PartLattices, partFigures, partLattices } from './zone-parts.ts';

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

/** What k is held against in one quarter of a zone: visits, those that ended, and of a queue also who waited there. */
export const visitCounts = (zone: ZoneSum | undefined, queue: QueueSum | undefined): Counts => [
  // Somebody who stays all the time neither began nor ended a visit, and is a person there all the same.
  zone?.visits || (zone && zone.occupancyS > 0 && zone.ended + zone.censored === 0 ? 1 : 0),
  zone ? zone.ended + zone.censored : 0,
  queue?.visits ?? 0,
  queue ? queue.served + queue.abandoned + (queue.cut ?? 0) : 0,
  queue?.services ?? 0,
];

/** The quarters of every zone over all days that a range touches, and what of them may be published. */
export interface ZoneLattices {
  days: GridDay[];
  zones: Map<string, Map<number, ZoneSum>>;
  queues: Map<string, Map<number, QueueSum>>;
  k: number;
  of(zone: string): Lattice;
  partsOf(zone: Zone): PartLattices;
}

/** What a lattice is made for; of a range of the API that and no more. */
export type LatticeRange = Pick<Range, 'store' | 'fromMs' | 'toMs' | 'nowMs'> & { site: { site: Site } };

export async function zoneLattices(
  context: Pick<ApiContext, 'store'>,
  range: LatticeRange,
  only?: string,
): Promise<ZoneLattices> {
  const { site } = range.site;
  const days = daysOf(range.fromMs, range.toMs, site, range.nowMs);
  const [fromMs, toMs] = [days[0].startMs, days[days.length - 1].endMs];
  const query = { store: range.store, fromMs, toMs, grainMs: QUARTER_MS, zone: only, settled: true };
  const zones = bySlot(await context.store.zones(query));
  const waiting = site.zones.some(({ id, kind }) => kind === 'queue' && (only === undefined || id === only));
  const queues = bySlot(waiting ? await context.store.queues(query) : []);
  const k = threshold(site.privacy.k);
  const made = new Map<string, Lattice>();
  const parts = new Map<string, PartLattices>();
  const make = (zone: string): Lattice => {
    const [own, waits] = [zones.get(zone), queues.get(zone)];
    const slots = new Set([...(own?.keys() ?? []), ...(waits?.keys() ?? [])]);
    const counts = [...slots].map((slot) => [slot, visitCounts(own?.get(slot), waits?.get(slot))] as const);
    const lattice = new Lattice(days, new Map(counts), k);
    made.set(zone, lattice);
    return lattice;
  };
  const of = (zone: string) => made.get(zone) ?? make(zone);
  const partsOf = (zone: Zone): PartLattices => {
    const own = parts.get(zone.id) ?? partLattices(zone, zones.get(zone.id), days, of(zone.id), k);
    parts.set(zone.id, own);
    return own;
  };
  return { days, zones, queues, k, of, partsOf };
}

const bySlot = <S extends { zone: string; slot: number }>(sums: readonly S[]): Map<string, Map<number, S>> =>
  new Map([...groupBy(sums, (sum) => sum.zone)].map(([zone, all]) => [zone, new Map(all.map((s) => [s.slot, s]))]));

/** What is published of one zone over a span of whole quarters; k above 1. */
function figuresOver(
  zone: Zone,
  lattices: ZoneLattices,
  span: Bucket,
  untilMs: number,
): ZoneFigures & { shares: Shares } {
  const { kind, id } = zone;
  const sums = lattices.zones.get(id);
  const { slots, withheld } = lattices.of(id).published(span.startMs, span.endMs);
  const { sum, seenS } = addPublished(sums, span, slots, addSums<ZoneSum>);
  const seen = coverage(seenS, span.startMs, untilMs);
  // Where nothing was seen there is nothing to withhold.
  if (!seenS) return { ...zoneFigures(kind, undefined, span.startMs, untilMs), coverage: seen, shares: NO_SHARES };
  if (!sum || (sum.visits === 0 && withheld)) return { ...nothing(), coverage: seen };
  const about = { visits: lattices.of(id), parts: lattices.partsOf(zone), k: lattices.k };
  const figures = partFigures(zone, sums!, span, about, { sum, slots });
  return { ...figures, coverage: seen, ...(withheld ? { withheld } : {}) };
}

export type PublishedZone = { zone: Zone; shares: Shares } & ZoneFigures;

/** All zones of the site over a range, in the site's order. Everybody who shows or exports zones calls this. */
export async function publishedZones(context: ApiContext, asked: Range): Promise<PublishedZone[]> {
  const { site } = asked.site;
  const open = threshold(site.privacy.k) === 1;
  const range = published(asked);
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  if (open) {
    const buckets = [{ startMs: range.fromMs, endMs: range.toMs }];
    const sums = await context.store.zones({ ...range, ...slotsOf(range, buckets, site) });
    const byZone = seriesOf(sums, buckets, (sum) => sum.zone);
    return site.zones.map((zone) => {
      const figures = zoneFigures(zone.kind, byZone.get(zone.id)?.total, range.fromMs, untilMs);
      return { ...(aboutStaff(zone.kind) ? { ...nothing(), coverage: figures.coverage } : whole(figures)), zone };
    });
  }
  const lattices = await zoneLattices(context, range);
  const span = { startMs: range.fromMs, endMs: range.toMs };
  return site.zones.map((zone) => {
    if (aboutStaff(zone.kind)) return { ...nothing(), zone };
    return { ...figuresOver(zone, lattices, span, untilMs), zone };
  });
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
    const sums = await context.store.zones({ ...range, zone: zone.id, ...slotsOf(range, buckets, site) });
    const series = seriesOf(sums, buckets, (sum) => sum.zone).get(zone.id);
    const figures = (sum: ZoneSum | undefined, fromMs: number, toMs: number) =>
      zoneFigures(zone.kind, sum, fromMs, toMs);
    const total = figures(series?.total, range.fromMs, untilMs);
    return { range, bucket, total, points: pointsOf(series, buckets, untilMs, figures) };
  }
  const lattices = await zoneLattices(context, range, zone.id);
  const figures = (span: Bucket): ZoneFigures => {
    const { shares: _, ...shown } = figuresOver(zone, lattices, span, Math.min(span.endMs, untilMs));
    return shown;
  };
  const begun = buckets.filter(({ startMs }) => startMs < untilMs);
  return {
    ...{ range, bucket },
    total: figures({ startMs: range.fromMs, endMs: range.toMs }),
    points: begun.map((span) => {
      const { startMs, endMs } = span;
      return { start: instant(startMs), seconds: (endMs - startMs) / 1000, ...figures(span) };
    }),
  };
}
