import type { Compare, CompareMetric } from '../../models/contract/compare.ts';
import { count, figure, money, percent } from '../format.ts';

export type ComparedStore = Compare['stores'][number];
export const metricNames: Record<CompareMetric, string> = {
  entries: 'Entries',
  sales: 'Sales',
  conversion: 'Conversion',
};

/** A value as its metric is written; `rate`: it is per square metre or hour. */
export function valueWords(metric: CompareMetric, value: number | null, currency: string | null, rate = false): string {
  if (metric === 'conversion') return percent(value);
  if (metric === 'sales') return money(value, currency, rate ? 2 : 0);
  return rate ? figure(value) : count(value);
}

/** A change of −1…: +8 %. Undefined where it is not known. */
export function changeWords(change: number | null): string | undefined {
  if (change === null) return undefined;
  const value = Math.round(change * 100);
  if (value === 0) return '±0 %';
  return value > 0 ? `+${value} %` : `−${-value} %`;
}

/** The stores that are known in both years, as one sentence. */
export function likeForLikeWords({ metric, likeForLike, stores }: Compare): string {
  if (metric === 'conversion') return 'Shares of several stores are not added up.';
  if (likeForLike === null) return 'Like for like: not known. No store is known in both years.';
  const { stores: n, value, before, change } = likeForLike;
  const currency = stores.find((it) => it.value !== null)?.currency ?? null;
  const [now, then] = [value, before].map((it) => valueWords(metric, it, currency));
  const words = changeWords(change);
  return `Like for like, ${n === 1 ? '1 store' : `${n} stores`}: ${now}, a year before ${then}${words ? ` (${words})` : ''}.`;
}

/** The highest first; those of which nothing is known come last. */
export const highestFirst = (stores: readonly ComparedStore[]): ComparedStore[] =>
  [...stores].sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY));
