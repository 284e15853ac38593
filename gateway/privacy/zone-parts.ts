import type { Zone } from '../../models/contract/site.ts';
import type { Counts } from '../../models/privacy/partition.ts';
import type { ZoneFigures } from '../figures/zone-figures.ts';
import type { ZoneSum } from '../store/store.ts';
import type { GridDay } from './grid.ts';
import { countsOf, Lattice } from './lattice.ts';

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
