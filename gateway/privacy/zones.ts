import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { Zone } from '../../models/contract/site.ts';
import { type Counts, threshold } from '../../models/privacy/partition.ts';
import type { ApiContext } from '../api/context.ts';
import { type Range, refuseLongSeries } from '../api/range.ts';
import { type Bucket, bucketsOf, grainOf } from '../figures/buckets.ts';
import { coverage, judgedUntil } from '../figures/coverage.ts';
import { addSums, pointsOf, seriesOf } from '../figures/series.ts';
import { type ZoneFigures, zoneFigures } from '../figures/zone-figures.ts';
import { groupBy } from '../group-by.ts';
import type { QueueSum, ZoneSum } from '../store/store.ts';
import { daysOf, type GridDay, published, QUARTER_MS } from './grid.ts';
import { Lattice } from './lattice.ts';

/** A till is run by one person and a staff room used by few: nothing about them is published, whatever k is. */
export const aboutStaff = (kind: Zone['kind']): boolean => kind === 'till' || kind === 'staff';

const nothing = (): ZoneFigures => ({ ...zoneFigures('area', undefined, 0, 0), suppressed: true });

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
  of(zone: string): Lattice;
}

export async function zoneLattices(context: ApiContext, range: Range, only?: string): Promise<ZoneLattices> {
  const { site } = range.site;
  const days = daysOf(range.fromMs, range.toMs, site, range.nowMs);
  const [fromMs, toMs] = [days[0].startMs, days[days.length - 1].endMs];
  const query = { store: range.store, fromMs, toMs, grainMs: QUARTER_MS, zone: only, settled: true };
  const zones = bySlot(await context.store.zones(query));
  const waiting = site.zones.some(({ id, kind }) => kind === 'queue' && (only === undefined || id === only));
  const queues = bySlot(waiting ? await context.store.queues(query) : []);
  const made = new Map<string, Lattice>();
  const make = (zone: string): Lattice => {
    const [own, waits] = [zones.get(zone), queues.get(zone)];
    const slots = new Set([...(own?.keys() ?? []), ...(waits?.keys() ?? [])]);
    const counts = [...slots].map((slot) => [slot, visitCounts(own?.get(slot), waits?.get(slot))] as const);
    const lattice = new Lattice(days, new Map(counts), threshold(site.privacy.k));
    made.set(zone, lattice);
    return lattice;
  };
  return { days, zones, queues, of: (zone) => made.get(zone) ?? make(zone) };
}

const bySlot = <S extends { zone: string; slot: number }>(sums: readonly S[]): Map<string, Map<number, S>> =>
  new Map([...groupBy(sums, (sum) => sum.zone)].map(([zone, all]) => [zone, new Map(all.map((s) => [s.slot, s]))]));

/** Sums of the published quarters, and the time seen in all of them. */
export function addPublished<S extends { slot: number; seenS: number }>(
  sums: ReadonlyMap<number, S> | undefined,
  span: Bucket,
  slots: ReadonlySet<number>,
  add: (a: S | undefined, b: S) => S,
): { sum: S | undefined; seenS: number | undefined } {
  let sum: S | undefined;
  let seenS: number | undefined;
  for (let slot = span.startMs; slot < span.endMs; slot += QUARTER_MS) {
    const one = sums?.get(slot);
    if (!one) continue;
    seenS = (seenS ?? 0) + one.seenS;
    if (slots.has(slot)) sum = add(sum, one);
  }
  return { sum, seenS };
}

/** What is published of one zone over a span of whole quarters; k above 1. */
function figuresOver(
  { kind, id }: Zone,
  lattices: ZoneLattices,
  interactions: Lattice | undefined,
  span: Bucket,
  untilMs: number,
): ZoneFigures {
  const sums = lattices.zones.get(id);
  const { slots, withheld } = lattices.of(id).published(span.startMs, span.endMs);
  const { sum, seenS } = addPublished(sums, span, slots, addSums<ZoneSum>);
  const seen = coverage(seenS, span.startMs, untilMs);
  // Where nothing was seen there is nothing to withhold.
  if (!seenS) return { ...zoneFigures(kind, undefined, span.startMs, untilMs), coverage: seen };
  const shown = sum && (sum.visits > 0 || !withheld) ? sum : undefined;
  if (!shown) return { ...nothing(), coverage: seen };
  const stops = interactions?.published(span.startMs, span.endMs);
  const acts = stops ? addPublished(sums, span, stops.slots, addSums<ZoneSum>).sum : undefined;
  const actsKnown = acts && ((acts.stops ?? 0) > 0 || !stops?.withheld);
  return {
    ...zoneFigures(kind, shown, span.startMs, untilMs),
    interactions: actsKnown ? zoneFigures(kind, acts, span.startMs, untilMs).interactions : null,
    coverage: seen,
    ...(withheld ? { withheld } : {}),
  };
}

/** Stops and reaches are counts of fewer people than visits are, so they have blocks of their own. */
function interactionLattice(zone: Zone, { days, zones }: ZoneLattices, k: number): Lattice | undefined {
  const sums = zones.get(zone.id);
  if (zone.kind !== 'fixture' || !sums) return undefined;
  const counts = [...sums].map(([slot, sum]) => {
    // A reach without a stop in the same quarter is somebody's too.
    const people = sum.stops || ((sum.reaches ?? 0) > 0 ? 1 : 0);
    return [slot, [people]] as const;
  });
  return new Lattice(days, new Map(counts), threshold(k));
}

/** All zones of the site over a range, in the site's order. Everybody who shows or exports zones calls this. */
export async function publishedZones(context: ApiContext, asked: Range): Promise<({ zone: Zone } & ZoneFigures)[]> {
  const { site } = asked.site;
  const open = threshold(site.privacy.k) === 1;
  const range = published(asked);
  const untilMs = judgedUntil(range.toMs, range.nowMs, await context.store.latestBucketMs(range.store));
  if (open) {
    const sums = await context.store.zones({ ...range, grainMs: Number.POSITIVE_INFINITY });
    const byZone = new Map(sums.map((sum) => [sum.zone, sum]));
    return site.zones.map((zone) => {
      const figures = zoneFigures(zone.kind, byZone.get(zone.id), range.fromMs, untilMs);
      return { ...(aboutStaff(zone.kind) ? { ...nothing(), coverage: figures.coverage } : figures), zone };
    });
  }
  const lattices = await zoneLattices(context, range);
  const span = { startMs: range.fromMs, endMs: range.toMs };
  return site.zones.map((zone) => {
    if (aboutStaff(zone.kind)) return { ...nothing(), zone };
    const interactions = interactionLattice(zone, lattices, site.privacy.k);
    return { ...figuresOver(zone, lattices, interactions, span, untilMs), zone };
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
  if (aboutStaff(zone.kind)) return { range, bucket, total: nothing(), points: [] };
  if (open) {
    const sums = await context.store.zones({ ...range, zone: zone.id, grainMs: grainOf(buckets) });
    const series = seriesOf(sums, buckets, (sum) => sum.zone).get(zone.id);
    const figures = (sum: ZoneSum | undefined, fromMs: number, toMs: number) =>
      zoneFigures(zone.kind, sum, fromMs, toMs);
    const total = figures(series?.total, range.fromMs, untilMs);
    return { range, bucket, total, points: pointsOf(series, buckets, untilMs, figures) };
  }
  const lattices = await zoneLattices(context, range, zone.id);
  const interactions = interactionLattice(zone, lattices, site.privacy.k);
  const figures = (span: Bucket) => figuresOver(zone, lattices, interactions, span, Math.min(span.endMs, untilMs));
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
