import { countInterval } from '../../models/aggregate/interval.ts';
import type { Today } from '../../models/contract/api/today.ts';
import { instant } from '../../models/contract/ids.ts';
import type { InsideRow } from '../store/store.ts';

/**
 * People inside by the newest balance of each floor; `rows` in order of time. `at` is the end of the oldest of those
 * minutes. Floors are balanced apart, so their variances add.
 */
export function insideNow(rows: readonly InsideRow[]): Today['inside'] {
  const newest = [...new Map(rows.map((row) => [`${row.node}/${row.floor}`, row])).values()];
  if (newest.length === 0) return null;
  const add = (of: (row: InsideRow) => number) => newest.reduce((sum, row) => sum + of(row), 0);
  const people = Math.max(
    0,
    add((row) => row.insideS / row.seenS),
  );
  const interval = countInterval(
    people,
    add((row) => row.varianceS / row.seenS),
  );
  const at = Math.min(...newest.map((row) => row.startMs + row.seconds * 1000));
  return { people, interval, at: instant(at) };
}
