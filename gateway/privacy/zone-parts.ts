import type { Zone } from '../../models/contract/site.ts';
import type { Counts } from '../../models/privacy/partition.ts';
import type { Bucket } from '../figures/buckets.ts';
import { type Shares, shareOf, type ZoneFigures, zoneFigures } from '../figures/zone-figures.ts';
import type { ZoneSum } from '../store/store.ts';
import type { Work } from '../turns.ts';
import type { GridDay } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';
import { addingPublished } from './published-sums.ts';
import { publishingBins, quantilesOf } from './spread.ts';

type Part = keyof NonNullable<ZoneFigures['protection']>;
/** No visit is shorter than 2 s, so the first two bins of its dwell are empty. */
const FIRST_BIN = 2;

/**
 * What counts fewer people than the visits of a zone do, each within the blocks of what it is a part of: how visits
 * ended, which of those that ended were engaged, which had a stop, and reaches, of which one is somebody's too.
 */
const PARTS: readonly { part: Part; of?: Part; own(sum: ZoneSum): number; counts(sum: ZoneSum): Counts }[] = [
  { part: 'ended', own: ({ ended }) => ended, counts: ({ ended, censored }) => [ended + censored, ended, censored] },
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
      return [visits, stopped, visits - stopped];
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

/** What a span's published blocks say of the parts; `shown`: the sum of those of the visits, and their quarters. */
export function* partFigures(
  zone: Zone,
  sums: ReadonlyMap<number, ZoneSum>,
  span: Bucket,
  { visits, parts, k }: { visits: Lattice; parts: PartLattices; k: number },
  shown: { sum: ZoneSum; slots: ReadonlySet<number> },
): Work<Omit<ZoneFigures, 'coverage'> & { shares: Shares }> {
  const protection: NonNullable<ZoneFigures['protection']> = {};
  const figures = (sum: ZoneSum) => zoneFigures(zone.kind, sum, span.startMs, span.endMs);
  function* read({ part, own }: (typeof PARTS)[number]): Work<ZoneSum | undefined> {
    const lattice = parts.get(part);
    if (!lattice) return undefined;
    const { slots } = yield* lattice.publishing(span.startMs, span.endMs);
    const { sum } = yield* addingPublished(sums, span, slots);
    if (slots.size === shown.slots.size) return sum;
    // What is left is no 0: a part that is withheld is not known to be none.
    const known = sum !== undefined && own(sum) > 0;
    protection[part] = known ? 'withheld' : 'suppressed';
    return known ? sum : undefined;
  }
  const [ended, engaged, stops, reaches] = [
    ...[yield* read(PARTS[0]), yield* read(PARTS[1])],
    ...[yield* read(PARTS[2]), yield* read(PARTS[3])],
  ];
  const split = parts.get('ended');
  const binsOf = (sum: ZoneSum) => ({ ended: sum.dwellHistogram, censored: sum.censoredHistogram });
  const bins = yield* publishingBins(sums, span, { whole: visits, split, k }, { binsOf, first: FIRST_BIN });
  const acts = stops && figures(stops).interactions;
  const times = reaches && figures(reaches).interactions;
  const { interactions: _, ...base } = figures(shown.sum);
  return {
    ...base,
    ended: ended?.ended ?? null,
    censored: ended?.censored ?? null,
    engaged: engaged?.engaged ?? null,
    dwellS: {
      mean: shareOf(ended?.dwellS, ended?.ended),
      ...quantilesOf(bins, shown.sum.ended + shown.sum.censored),
    },
    dwellHistogram: [...bins.ended],
    interactions: acts ? { ...acts, reaches: times?.reaches ?? null, reachShare: times?.reachShare ?? null } : null,
    shares: { engaged: shareOf(engaged?.engaged, engaged?.ended), stop: shareOf(acts?.stops, stops?.visits) },
    ...(Object.keys(protection).length > 0 ? { protection } : {}),
  };
}
