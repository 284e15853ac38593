import { DateTime } from 'luxon';
import type { BucketSize } from '../../models/contract/api/query.ts';
import { instant } from '../../models/contract/ids.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import { bucketCount, dayStart, MINUTE_MS } from '../figures/buckets.ts';
import type { ApiContext } from './context.ts';
import { badRange, notFound } from './problem.ts';

const MAX_DAYS = 400;
const MAX_POINTS = 50_000;

export interface Range {
  site: LoadedSite;
  store: string;
  fromMs: number;
  toMs: number;
  nowMs: number;
  /** As the answer says it. */
  answer: { from: string; to: string };
}

export function siteOf(context: ApiContext, store: string): LoadedSite {
  const site = context.sites.get(store);
  if (site) return site;
  throw notFound(`there is no store ${store}`, `Use one of: ${[...context.sites.keys()].join(', ')}.`);
}

/** The range of a query, widened to whole minutes. Without `from` the store's day so far, without `to` until now. */
export function readRange(context: ApiContext, store: string, query: { from?: string; to?: string }): Range {
  const site = siteOf(context, store);
  const nowMs = context.clocks.now(store);
  const from = query.from === undefined ? dayStart(nowMs, site.site) : readMoment('from', query.from);
  const to = query.to === undefined ? Math.max(nowMs, from + 1) : readMoment('to', query.to);
  if (query.to === undefined && from > nowMs) {
    throw badRange(`from lies in the future (${instant(from)})`, `It is ${instant(nowMs)} in the store; ask for less.`);
  }
  if (from >= to) throw badRange('from is not before to', 'Let from be the earlier of the two; to is not part of it.');
  if (to - from > MAX_DAYS * 86_400_000) {
    throw badRange(`the range is longer than ${MAX_DAYS} days`, 'Ask for the parts one after the other.');
  }
  const fromMs = Math.floor(from / MINUTE_MS) * MINUTE_MS;
  const toMs = Math.ceil(to / MINUTE_MS) * MINUTE_MS;
  return { site, store, fromMs, toMs, nowMs, answer: { from: instant(fromMs), to: instant(toMs) } };
}

/**
 * The range widened to the borders of the store's heat periods, which count from the epoch. Heat and flows come in these
 * periods, and one that the range merely touches cannot be cut.
 */
export function toHeatPeriods(range: Range): Range {
  const periodMs = range.site.site.privacy.heatMinutes * MINUTE_MS;
  const fromMs = Math.floor(range.fromMs / periodMs) * periodMs;
  const toMs = Math.ceil(range.toMs / periodMs) * periodMs;
  return { ...range, fromMs, toMs, answer: { from: instant(fromMs), to: instant(toMs) } };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** Reads RFC 3339 with an offset. */
export function readMoment(name: string, text: string): number {
  // An unescaped + arrives as a space.
  const moment = text.replace(/ (\d{2}:\d{2})$/, '+$1');
  const parsed = MOMENT.test(moment) ? DateTime.fromISO(moment) : undefined;
  if (parsed?.isValid) return parsed.toMillis();
  const fix = 'Write it as RFC 3339 with an offset, e.g. 2026-03-29T00:00:00Z or 2026-03-29T00:00:00+01:00.';
  throw badRange(`${name} is no moment in time`, fix);
}

/** Refuses a series that would be longer than anybody reads, before it is computed. */
export function refuseLongSeries(range: Range, bucket: BucketSize, series: number): void {
  const points = bucketCount(range.fromMs, range.toMs, bucket) * Math.max(1, series);
  if (points <= MAX_POINTS) return;
  const fix = 'Use a wider bucket (hour, day or total) or a shorter range.';
  throw badRange(`the answer would have ${points} points; ${MAX_POINTS} is the most`, fix);
}
