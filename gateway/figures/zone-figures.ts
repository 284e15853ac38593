import { countInterval } from '../../models/aggregate/interval.ts';
import { kaplanMeierQuantile } from '../../models/aggregate/kaplan-meier.ts';
import type { ZonesAnswer } from '../../models/contract/api/zones.ts';
import { emptyHistogram } from '../../models/contract/histogram.ts';
import type { Zone } from '../../models/contract/site.ts';
import type { ZoneSum } from '../store/store.ts';
import { coverage } from './coverage.ts';

export type ZoneFigures = Omit<ZonesAnswer['zones'][number], 'zone' | 'name' | 'kind'>;

/** Each over the time that both are published of, 0–1: who was engaged of the visits that ended, who stopped of all. */
export interface Shares {
  engaged: number | null;
  stop: number | null;
}
/** A count of which a part is withheld: what is left is no 0, since it is not known to be none. */
export const atLeast = (n: number | null, withheld: boolean): number | null => (withheld && n === 0 ? null : n);
export const shareOf = (part: number | null | undefined, whole: number | null | undefined): number | null =>
  part === null || part === undefined || !whole ? null : part / whole;

/** What is published of a zone's sums. Where nothing was seen nothing is known: null, never 0. */
export function zoneFigures(
  kind: Zone['kind'],
  sum: ZoneSum | undefined,
  fromMs: number,
  untilMs: number,
): ZoneFigures {
  if (!sum || sum.seenS <= 0) {
    return {
      ...{ visits: null, visitsInterval: null, ended: null, censored: null, engaged: null, personS: null },
      dwellS: { mean: null, p50: null, p90: null },
      dwellHistogram: emptyHistogram(),
      occupancy: { mean: null, max: null },
      interactions: null,
      coverage: coverage(sum?.seenS, fromMs, untilMs),
    };
  }
  const quantile = (q: number) => kaplanMeierQuantile(sum.dwellHistogram, sum.censoredHistogram, q) ?? null;
  return {
    visits: sum.visits,
    visitsInterval: countInterval(sum.visits, sum.visitsVariance),
    ended: sum.ended,
    censored: sum.censored,
    engaged: sum.engaged,
    // The mean is that of visits that ended; visits that were cut enter the quantiles only.
    dwellS: { mean: sum.ended > 0 ? sum.dwellS / sum.ended : null, p50: quantile(0.5), p90: quantile(0.9) },
    dwellHistogram: sum.dwellHistogram,
    occupancy: { mean: sum.occupancyS / sum.seenS, max: sum.occupancyMax },
    personS: sum.occupancyS,
    interactions: kind === 'fixture' ? interactions(sum) : null,
    coverage: coverage(sum.seenS, fromMs, untilMs),
  };
}

function interactions({ stops, reaches }: ZoneSum): ZoneFigures['interactions'] {
  if (stops === null || reaches === null) return null;
  return { stops, reaches, reachShare: stops > 0 ? reaches / stops : null };
}
