import type { Shelves } from '../../models/contract/shelves.ts';

export type Shelf = Shelves['shelves'][number];
export type Facing = Shelf['facings'][number];
type ByState = Shelf['now'];

/** Shelves with the most empty facings first, then those with the most low ones. */
export const worstFirst = (shelves: readonly Shelf[]): Shelf[] =>
  [...shelves].sort(
    (a, b) => b.now.empty - a.now.empty || b.now.low - a.now.low || a.shelf.localeCompare(b.shelf, 'en', NUMERIC),
  );
const NUMERIC = { numeric: true };

/** The facings that are empty, the one that is so for the longest first; those whose beginning nobody saw come last. */
export const empties = (shelves: readonly Shelf[]): (Facing & { shelf: string })[] =>
  shelves
    .flatMap(({ shelf, facings }) => facings.map((it) => ({ ...it, shelf })))
    .filter((it) => it.state === 'empty')
    .sort((a, b) => (a.since ?? '~').localeCompare(b.since ?? '~'));

const WORDS = { empty: 'empty', low: 'low', full: 'full', unknown: 'not seen' } as const;

/** `2 empty, 1 low, 5 full`; what there is none of is left out. */
export const stateWords = (counts: ByState): string =>
  (['empty', 'low', 'full', 'unknown'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${WORDS[state]}`)
    .join(', ');

export const stateWord = (state: Facing['state']): string => WORDS[state];
