import type { FacingState } from '../../models/aggregate/facts.ts';

/** What a camera, or whoever looks at its pictures, says of one facing at one moment. */
export interface FacingLook {
  shelf: string;
  facing: string;
  /** How full, 0–1; null: something is in the way. */
  fill: number | null;
  /** Of the fill. */
  variance: number;
}

export type KnownState = Exclude<FacingState, 'unknown'>;

/** A look with nothing in the way. */
export type Seen = [tMs: number, fill: number];

/** Looks that a state is taken from, and how many of them it takes at least. */
export const WINDOW = 5;
export const LEAST_LOOKS = 3;

/**
 * Fills at which a facing changes its state: it takes more to leave one than to stay. One last package of twelve (0.08)
 * is not empty; a look that errs by 0.08 makes a median of five that errs by 0.04.
 */
const EMPTY = { below: 0.05, above: 0.12 };
const LOW = { below: 0.3, above: 0.4 };

/** The state that the looks speak for; the median, so that a hand before the shelf in one or two of them changes nothing. */
export function stateOf(seen: readonly Seen[], before: FacingState): FacingState {
  if (seen.length < LEAST_LOOKS) return before;
  const fills = seen.map(([, fill]) => fill).sort((a, b) => a - b);
  const middle = fills.length >> 1;
  const fill = fills.length % 2 === 1 ? fills[middle] : (fills[middle - 1] + fills[middle]) / 2;
  if (fill < (before === 'empty' ? EMPTY.above : EMPTY.below)) return 'empty';
  if (fill < (before === 'full' ? LOW.below : before === 'low' ? LOW.above : (LOW.below + LOW.above) / 2)) return 'low';
  return 'full';
}

/** When the change to a state began: the first of the latest looks that all speak for it. */
export function sinceMs(seen: readonly Seen[], to: KnownState, from: FacingState): number {
  const rising = from === 'empty' || (from === 'low' && to === 'full');
  const edge = from === 'empty' || to === 'empty' ? EMPTY.above : LOW.above;
  let first = seen.length - 1;
  while (first > 0 && (from === 'unknown' || seen[first - 1][1] >= edge === rising)) first--;
  return seen[first][0];
}
