import type { Today } from '../../models/contract/api/today.ts';
import type { ReferenceRow } from '../../models/contract/reference-rows.ts';
import type { Reference } from '../reference/reference.ts';
import { readSales } from './sales.ts';
import type { SalesContext, SalesRange } from './sales-context.ts';
import { type StoreDays, storeDays } from './store-days.ts';

type Target = NonNullable<Today['targets']>[number];

/** What a day is to reach, and what it has reached so far. `entries`: of the day so far. */
export async function dayTargets(
  context: SalesContext & { reference: Reference },
  range: SalesRange,
  date: string,
  entries: number | null,
): Promise<Target[]> {
  const rows = await context.reference.targetsOf(range.store, date);
  if (rows.length === 0) return [];
  const days = storeDays(range.site.site);
  const sold = rows.some(({ metric }) => metric !== 'entries');
  const total = sold ? (await readSales(context, range, 'total')).total : undefined;
  const actual: Record<Target['metric'], number | null> = {
    entries,
    transactions: total?.transactions ?? null,
    net: total?.net ?? null,
    conversion: total?.conversion.value ?? null,
  };
  return rows.map((row) => ({ metric: row.metric, value: ofDay(row, date, days), actual: actual[row.metric] }));
}

/** A day's own value, or its part of a range's by opening hours; closed days have none of it. */
function ofDay(
  { from, to = from, value, per = 'day' }: ReferenceRow<'targets'>,
  date: string,
  days: StoreDays,
): number {
  if (per === 'day') return value;
  let openS = 0;
  for (let day = from; day <= to; day = days.shift(day, 1)) openS += days.openS(days.of(day)!);
  const own = days.openS(days.of(date)!);
  return openS > 0 ? (value * own) / openS : 0;
}
