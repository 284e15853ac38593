import { type CountError, countError, lookUp, totalRelative } from './counts.ts';

export interface ZoneMeasure {
  visits: number;
  dwellS: { mean: number };
}

export interface ZoneErrors {
  /** `dwell` is |mean − true mean| / true mean, null without true dwell. */
  zones: Record<string, { visits: CountError; dwell: number | null }>;
  /** Sum of |error| of the visits by the sum of the true visits. */
  visits: number | null;
  /** Mean of `dwell` over the zones with at least `leastVisits` true visits, null where there are none. */
  dwellMape: number | null;
}

/** Below this many visits a mean dwell says more about chance than about the measuring. */
const LEAST_VISITS = 30;

/** Visits and dwell errors of each zone. Throws BAD_INPUT where a zone of the truth was not measured. */
export function zoneErrors(
  truth: Record<string, ZoneMeasure>,
  measured: Record<string, ZoneMeasure>,
  leastVisits = LEAST_VISITS,
): ZoneErrors {
  const zones: ZoneErrors['zones'] = {};
  const dwells: number[] = [];
  for (const [id, zone] of Object.entries(truth)) {
    const found = lookUp(measured, id, 'zone');
    const mean = zone.dwellS.mean;
    // A zone where no visit was found at all has no mean dwell; its error is whole.
    const foundMean = found.visits > 0 ? found.dwellS.mean : 0;
    const dwell = zone.visits > 0 && mean > 0 ? Math.abs(foundMean - mean) / mean : null;
    zones[id] = { visits: countError(zone.visits, found.visits), dwell };
    if (dwell !== null && zone.visits >= leastVisits) dwells.push(dwell);
  }
  return {
    zones,
    visits: totalRelative(Object.values(zones).map((zone) => zone.visits)),
    dwellMape: dwells.length > 0 ? dwells.reduce((sum, d) => sum + d, 0) / dwells.length : null,
  };
}
