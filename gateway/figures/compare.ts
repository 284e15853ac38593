import type { Compare, CompareMetric } from '../../models/contract/compare.ts';
import type { Site } from '../../models/contract/site.ts';
import { groupBy } from '../group-by.ts';
import { MINUTE_MS } from './buckets.ts';
import { median } from './comparable.ts';
import { openCoverage } from './comparison.ts';
import { entriesAndExits } from './entries.ts';
import { readSales } from './sales.ts';
import type { SalesContext } from './sales-context.ts';
import { type Span, storeDays } from './store-days.ts';

type StoreRow = Compare['stores'][number];
/** A store with its figures, before it is held against others. */
export type Measured = Omit<StoreRow, 'benchmark'>;

/** With fewer, the median would be one known store's own figure. */
const LEAST_STORES = 3;
const LEAST_COVERAGE = 0.8;
const YEAR_DAYS = 364;

/** One metric of a store over business days `[from, to)`, and over the same weekdays a year before. */
export async function measure(
  context: SalesContext,
  site: Site,
  metric: CompareMetric,
  days: { from: string; to: string; nowMs: number },
): Promise<Measured> {
  const calendar = storeDays(site);
  const { from, to, nowMs } = days;
  const span = { fromMs: calendar.of(from)!.fromMs, toMs: Math.min(calendar.of(to)!.fromMs, nowMs) };
  const earlier = (date: string) => calendar.of(calendar.shift(date, -YEAR_DAYS))!.fromMs;
  const now = await read(context, site, metric, span, nowMs);
  // A range that is not over yet is held against as much of last year's.
  const { date: today } = calendar.at(nowMs);
  const thenToMs = today < to ? calendar.sameTime(nowMs, calendar.shift(today, -YEAR_DAYS)) : earlier(to);
  const then = await read(context, site, metric, { fromMs: earlier(from), toMs: thenToMs }, nowMs);
  const openHours = span.toMs > span.fromMs ? calendar.openS(span) / 3600 : 0;
  const { value, currency, coverage } = now;
  const before = then.currency === currency && known(then) && !then.partly ? then.value : null;
  const rate = (by: number | undefined) => (value === null || metric === 'conversion' || !by ? null : value / by);
  return {
    ...{ store: site.store, name: site.name ?? site.store, cluster: site.cluster ?? null, from, to },
    ...{ value, perM2: rate(site.areaM2), perOpenHour: rate(openHours), currency, openHours, coverage, before },
    change: value !== null && known(now) && before ? value / before - 1 : null,
  };
}

interface Reading {
  value: number | null;
  currency: string | null;
  coverage: number | null;
  /** The tills were there for a part of the time only. */
  partly?: boolean;
}

async function read(
  context: SalesContext,
  site: Site,
  metric: CompareMetric,
  span: Span,
  nowMs: number,
): Promise<Reading> {
  const { store } = site;
  if (span.toMs <= span.fromMs) return { value: null, currency: null, coverage: null };
  if (metric !== 'entries') {
    const sold = await readSales(context, { store, site: { site }, ...span, nowMs }, 'total');
    const { total, currency, told } = sold;
    const partly = told !== undefined && told.fromMs > span.fromMs;
    if (metric === 'sales') return { value: total.net, currency, coverage: null, partly };
    return { value: total.conversion.value, currency: null, coverage: total.coverage };
  }
  const sums = await context.store.traffic({ store, ...span, grainMs: 15 * MINUTE_MS });
  const { entries } = entriesAndExits(site, sums, span.fromMs, span.toMs);
  if (entries.value === null) return { value: null, currency: null, coverage: null };
  return { value: entries.value, currency: null, coverage: openCoverage(site, sums, openSpans(site, span)) };
}

/** When the store is open within a span; the whole span where its hours are not told. */
function openSpans(site: Site, span: Span): Span[] {
  const days = storeDays(site);
  const spans: Span[] = [];
  for (let day = days.at(span.fromMs); day.fromMs < span.toMs; day = days.of(days.shift(day.date, 1))!) {
    for (const { fromMs, toMs } of days.open(day.date) ?? [day]) {
      const cut = { fromMs: Math.max(fromMs, span.fromMs), toMs: Math.min(toMs, span.toMs) };
      if (cut.fromMs < cut.toMs) spans.push(cut);
    }
  }
  return spans;
}

const known = ({ value, coverage }: Pick<Reading, 'value' | 'coverage'>): boolean =>
  value !== null && (coverage === null || coverage >= LEAST_COVERAGE);

/** Stores in view against the medians of their clusters, which `measured` holds as a whole. */
export function compareStores(
  metric: CompareMetric,
  measured: readonly Measured[],
  inView: ReadonlySet<string>,
): Compare {
  const groups = groupBy(measured.filter(known), ({ cluster, currency }) => `${cluster ?? ''}/${currency ?? ''}`);
  const stores = measured
    .filter(({ store }) => inView.has(store))
    .map((row): StoreRow => {
      const { cluster, currency } = row;
      const peers = cluster === null ? [] : (groups.get(`${cluster}/${currency ?? ''}`) ?? []);
      return { ...row, benchmark: peers.length < LEAST_STORES ? null : benchmarkOf(peers) };
    });
  return { metric, stores, likeForLike: metric === 'conversion' ? null : likeForLike(stores) };
}

const benchmarkOf = (peers: readonly Measured[]) => ({
  stores: peers.length,
  value: median(peers.map(({ value }) => value)),
  perM2: median(peers.map(({ perM2 }) => perM2)),
  perOpenHour: median(peers.map(({ perOpenHour }) => perOpenHour)),
});

function likeForLike(stores: readonly StoreRow[]): Compare['likeForLike'] {
  const both = stores.filter((row) => known(row) && row.before !== null);
  if (both.length === 0 || new Set(both.map(({ currency }) => currency)).size > 1) return null;
  const value = both.reduce((sum, row) => sum + row.value!, 0);
  const before = both.reduce((sum, row) => sum + row.before!, 0);
  return { stores: both.length, value, before, change: before > 0 ? value / before - 1 : null };
}
