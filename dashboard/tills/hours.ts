import type { SalesAnswer } from '../../models/contract/sales.ts';

/** Sales of one hour as a bar; `share` of the highest one, null where the tills have not told of it. */
export interface HourBar {
  startMs: number;
  sales: number | null;
  share: number | null;
}

/** From the first hour with a sale to the last that is known. */
export function hourBars(points: SalesAnswer['points']): HourBar[] {
  const first = points.findIndex((it) => (it.transactions ?? 0) > 0);
  const last = points.findLastIndex((it) => it.transactions !== null);
  if (first < 0) return [];
  const shown = points.slice(first, last + 1);
  const top = Math.max(1, ...shown.map((it) => it.transactions ?? 0));
  return shown.map(({ start, transactions }) => ({
    startMs: Date.parse(start),
    sales: transactions,
    share: transactions === null ? null : transactions / top,
  }));
}
