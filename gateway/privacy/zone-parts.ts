import type { Zone } from '../../models/contract/site.ts';
import type { Counts } from '../../models/privacy/partition.ts';
import type { Bucket } from '../figures/buckets.ts';
import { atLeast, type Shares, shareOf, type ZoneFigures, zoneFigures } from '../figures/zone-figures.ts';
import type { ZoneSum } from '../store/store.ts';
import type { GridDay } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';
import { quantilesOf } from './spread.ts';
import type { ZoneSpan } from './zone-span.ts';

export type Part = keyof NonNullable<ZoneFigures['protection']>;
/** No visit is shorter than 2 s, so the first two bins of its dwell are empty. */
export const FIRST_BIN = 2;

/**
 * What counts fewer people than the visits of a zone do, each within the blocks of what it is a part of: how visits
 * ended, which of those that ended were engaged, which had a stop, and reaches, of which one is somebody's too.
 */
export const PARTS: readonly { part: Part; of?: Part; own(sum: ZoneSum): number; counts(sum: ZoneSum): Counts }[] = [
  {
    part: 'ended',
    own: ({ ended, censored }) => ended + censored,
    counts: ({ ended, censored }) => [ended + censored, ended, censored],
  },
  {
    ...{ part: 'engaged', of: 'ended' },
    own: ({ engaged }) => engaged,
    counts: ({ ended, engaged }) => [ended, engaged, ended - engaged],
  },
  {
    part: 'stops',
    own: ({ stops }) => stops ?? 0,
    counts: ({ visits, stops, reaches }) => {
      const stopped = stops || ((reaches ?? 0) > 0 ? 1 : 0);
      // Somebody whose track broke stopped twice: then nobody is known to have gone past.
      return [visits, stopped, Math.max(0, visits - stopped)];
    },
  },
  {
    ...{ part: 'reaches', of: 'stops' },
    own: ({ reaches }) => reaches ?? 0,
    counts: ({ stops, reaches }) => [stops ?? 0, reaches ?? 0],
  },
];

export type PartLattices = ReadonlyMap<Part, Lattice>;

/** The lattices of a zone's parts within that of its visits. */
export function partLattices(
  zone: Zone,
  sums: ReadonlyMap<number, ZoneSum> | undefined,
  days: readonly GridDay[],
  visits: Lattice,
  k: number,
): PartLattices {
  const made = new Map<Part, Lattice>();
  for (const { part, of, counts } of PARTS) {
    if (zone.kind !== 'fixture' && (part === 'stops' || part === 'reaches')) continue;
    made.set(part, new Lattice(days, countsOf(sums, counts), k, { within: of ? made.get(of) : visits }));
  }
  return made;
}

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
