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

/** Looks that a state is taken from, how many of them it takes at least, and how many are left out at either end. */
export const WINDOW = 9;
const LEAST_LOOKS = 5;
const TRIMMED = 2;

/**
 * Fills at which a facing changes its state: it takes more to leave one than to stay. Looks err by about 0.08 and a
 * trimmed mean of nine by 0.03, so one last package of twelve (0.083) is taken for an empty facing once in twenty times.
 */
const EMPTY = { below: 0.035, above: 0.12 };
const LOW = { below: 0.3, above: 0.4 };

/**
 * The state that the looks speak for, without the outermost: a hand before the shelf in one or two changes nothing. The
 * latest three must say the same, or a facing that is refilled would be low on the way.
 */
export function stateOf(seen: readonly Seen[], before: FacingState): FacingState {
  if (seen.length < LEAST_LOOKS) return before;
  const fills = seen.map(([, fill]) => fill);
  const kept = [...fills].sort((a, b) => a - b).slice(TRIMMED, -TRIMMED);
  const [, latest] = fills.slice(-3).sort((a, b) => a - b);
  const next = band(kept.reduce((sum, it) => sum + it, 0) / kept.length, before);
  return band(latest, before) === next ? next : before;
}

function band(fill: number, before: FacingState): KnownState {
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
