import { countInterval } from '../../models/aggregate/interval.ts';
import type { Today } from '../../models/contract/api/today.ts';
import type { Site } from '../../models/contract/site.ts';
import type { TrafficSum } from '../store/store.ts';
import { coverage } from './coverage.ts';
import { unitsOf } from './traffic-figures.ts';

export const entryLines = (site: Site): string[] =>
  site.lines.filter((line) => line.role === 'street' || line.role === 'mall').map((line) => line.id);

/**
 * Entries and exits of a store: crossings of its street and mall lines. They are crossings, not people. The coverage is
 * the mean over those lines, so a line that was not seen shows there.
 */
export function entriesAndExits(
  site: Site,
  sums: readonly TrafficSum[],
  fromMs: number,
  untilMs: number,
): Pick<Today, 'entries' | 'exits' | 'units'> {
  const lines = entryLines(site);
  const of = sums.filter((sum) => lines.includes(sum.line));
  const add = (pick: (sum: TrafficSum) => number) => of.reduce((total, sum) => total + pick(sum), 0);
  const seenS = of.length > 0 ? add((sum) => sum.seenS) : undefined;
  const share = coverage(seenS, fromMs, untilMs, lines.length);
  if (!seenS) {
    const nothing = { value: null, interval: null, coverage: share };
    return { entries: nothing, exits: nothing, units: null };
  }
  const [entries, exits] = [add((sum) => sum.in), add((sum) => sum.out)];
  return {
    entries: {
      value: entries,
      interval: countInterval(
        entries,
        add((sum) => sum.inVariance),
      ),
      coverage: share,
    },
    exits: {
      value: exits,
      interval: countInterval(
        exits,
        add((sum) => sum.outVariance),
      ),
      coverage: share,
    },
    units: unitsOf(of),
  };
}
