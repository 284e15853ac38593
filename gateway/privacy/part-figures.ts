import type { Zone } from '../../models/contract/site.ts';
import type { Bucket } from '../figures/buckets.ts';
import { atLeast, type Shares, shareOf, type ZoneFigures, zoneFigures } from '../figures/zone-figures.ts';
import type { ZoneSum } from '../store/store.ts';
import { quantilesOf } from './spread.ts';
import { PARTS } from './zone-parts.ts';
import type { ZoneSpan } from './zone-span.ts';

/** What a span's published blocks say of the visits and their parts; `visits`: the sum of those of the visits. */
export function partFigures(
  zone: Zone,
  { wanted, shown, parts, ended: endedBins, censored: censoredBins }: ZoneSpan,
  visits: ZoneSum,
  span: Bucket,
): Omit<ZoneFigures, 'coverage'> & { shares: Shares } {
  const protection: NonNullable<ZoneFigures['protection']> = {};
  const withheld = shown < wanted;
  const figures = (sum: ZoneSum) => zoneFigures(zone.kind, sum, span.startMs, span.endMs);
  const [ended, engaged, stops, reaches] = PARTS.map(({ part, own }) => {
    const published = parts[part];
    if (!published) return undefined;
    const partly = published.shown < shown;
    const known = published.sum !== null && atLeast(own(published.sum), partly || withheld) !== null;
    if (partly || !known) protection[part] = known ? 'withheld' : 'suppressed';
    return known ? published.sum! : undefined;
  });
  const ofSome = withheld || protection.ended !== undefined;
  const acts = stops && figures(stops).interactions;
  const times = reaches && figures(reaches).interactions;
  const { interactions: _, ...base } = figures(visits);
  const bins = { ended: endedBins, censored: censoredBins };
  return {
    ...base,
    ended: atLeast(ended?.ended ?? null, ofSome),
    censored: atLeast(ended?.censored ?? null, ofSome),
    engaged: engaged?.engaged ?? null,
    dwellS: { mean: shareOf(ended?.dwellS, ended?.ended), ...quantilesOf(bins, visits.ended + visits.censored) },
    dwellHistogram: endedBins,
    interactions: acts ? { ...acts, reaches: times?.reaches ?? null, reachShare: times?.reachShare ?? null } : null,
    shares: { engaged: shareOf(engaged?.engaged, engaged?.ended), stop: shareOf(acts?.stops, stops?.visits) },
    ...(Object.keys(protection).length > 0 ? { protection } : {}),
  };
}
