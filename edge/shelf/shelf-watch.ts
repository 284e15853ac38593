import type { FacingState, Facts } from '../../models/aggregate/facts.ts';
import type { ShelfEvent } from '../../models/contract/event.ts';
import { instant } from '../../models/contract/ids.ts';
import { type FacingLook, type KnownState, type Seen, sinceMs, stateOf, WINDOW } from './facing.ts';

/** Nobody knows how a shelf is that could not be seen for so long. */
const FORGET_MS = 600_000;

interface Watched {
  state: FacingState;
  /** The last state that was known, over hidden times and nights: what changed in them is told as well. */
  known?: KnownState;
  seen: Seen[];
  lookedMs: number;
}

/** Plain data, as JSON would keep it. */
export type ShelfWatchState = [facing: string, watched: Watched][];

/**
 * The shelves before one camera: makes the states of facings out of single looks that err. A look says nothing alone;
 * where several agree, the change is told with the moment at which it began, and the time since is counted anew.
 */
export class ShelfWatch {
  private readonly facings = new Map<string, Watched>();

  /** Looks of one moment, UTC ms. Tells the book, and answers which facings changed. */
  see(tMs: number, looks: readonly FacingLook[], facts: Facts): ShelfEvent[] {
    return looks.flatMap((look) => this.look(tMs, look, facts) ?? []);
  }

  /** Nobody looks for a while: what is there then has to be seen anew. */
  cut(): void {
    for (const it of this.facings.values()) forget(it);
  }

  snapshot(): ShelfWatchState {
    return structuredClone([...this.facings]);
  }

  /** Goes on from a snapshot (one that went through JSON as well). */
  restore(state: ShelfWatchState): void {
    for (const [key, watched] of state) this.facings.set(key, structuredClone(watched));
  }

  private look(tMs: number, { shelf, facing, fill, variance }: FacingLook, facts: Facts): ShelfEvent | undefined {
    const key = `${shelf}/${facing}`;
    const it = this.facings.get(key) ?? { state: 'unknown', seen: [], lookedMs: tMs };
    this.facings.set(key, it);
    // A clock that was set back, or a camera that was away: nothing is known of the time between.
    if (tMs < it.lookedMs || tMs - (it.seen.at(-1)?.[0] ?? tMs) > FORGET_MS) forget(it);
    if (it.state !== 'unknown') {
      facts.facingKnown(shelf, facing, it.lookedMs, tMs);
      if (it.state === 'empty') facts.facingEmpty(shelf, facing, it.lookedMs, tMs);
    }
    it.lookedMs = tMs;
    let change: ShelfEvent | undefined;
    if (fill !== null) {
      it.seen.push([tMs, fill]);
      if (it.seen.length > WINDOW) it.seen.shift();
      const next = stateOf(it.seen, it.state);
      if (next !== it.state && next !== 'unknown') change = turn(it, { shelf, facing, next, tMs }, facts);
    }
    facts.facingLooked(shelf, facing, tMs, { fill, variance, state: it.state });
    return change;
  }
}

function forget(it: Watched): void {
  it.state = 'unknown';
  it.seen = [];
}

interface Turn {
  shelf: string;
  facing: string;
  next: KnownState;
  tMs: number;
}

/** A facing is in another state, and was so for some looks. Tells what that changes in the time that was told already. */
function turn(it: Watched, { shelf, facing, next, tMs }: Turn, facts: Facts): ShelfEvent | undefined {
  const since = sinceMs(it.seen, next, it.state);
  if (it.state === 'unknown') facts.facingKnown(shelf, facing, since, tMs);
  if (next === 'empty') facts.facingEmpty(shelf, facing, since, tMs);
  else if (it.state === 'empty') facts.facingEmpty(shelf, facing, since, tMs, -1);
  const before = it.known;
  it.state = next;
  it.known = next;
  // Of a facing of which nothing was known before, only a gap is news.
  if (before === next || (before === undefined && next !== 'empty')) return undefined;
  return { shelf, facing, change: next === 'full' ? 'refilled' : next, since: instant(since) };
}
