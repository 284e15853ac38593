import type { SalesContext, SalesRange } from './sales-context.ts';
import { storeDays } from './store-days.ts';

/** From when to when the tills have told. */
export interface ToldSpan {
  /** Start of the business day of the first receipt: before it nobody can say what was sold. */
  fromMs: number;
  /** The newest minute that has a receipt. */
  newestMs: number;
}

/** Undefined where no receipt has come yet. */
export async function toldSpan(
  { sales }: SalesContext,
  { store, site }: Pick<SalesRange, 'store' | 'site'>,
): Promise<ToldSpan | undefined> {
  const [oldestMs, newestMs] = [await sales.oldestMinute(store), await sales.newestMinute(store)];
  if (oldestMs === null || newestMs === null) return undefined;
  return { fromMs: storeDays(site.site).at(oldestMs).fromMs, newestMs };
}

export const isTold = (span: ToldSpan | undefined, minuteMs: number): boolean =>
  span !== undefined && minuteMs >= span.fromMs && minuteMs <= span.newestMs;
