import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Frame, SourceItem } from './source.ts';

/** A frame whose time is still to be given: its place in a recording, from 0. */
export interface Untimed extends Omit<Frame, 'tMs'> {
  index: number;
}

export interface Pacing {
  fps: number;
  loop: boolean;
  /** At the speed of life, from now on; otherwise as fast as possible, from 0. */
  realTime: boolean;
  signal: AbortSignal;
  /** At the speed of life: how many frames came too late to be looked at, under `behind`. */
  dropped: Record<string, number>;
}

/** A frame that is later than this many frames is not looked at: the recording keeps its pace. */
const LATE_FRAMES = 3;
/** As fast as possible must still leave the process a turn for its timers and signals. */
const TURN_MS = 20;

/** Gives each frame of a recording its time, waits for it where it plays at the speed of life, and begins anew. */
export async function* pace(
  pass: () => AsyncIterable<Untimed> | Iterable<Untimed>,
  pacing: Pacing,
): AsyncGenerator<SourceItem, void, void> {
  let lastMs = Number.NEGATIVE_INFINITY;
  let turnMs = performance.now();
  do {
    const startMs = pacing.realTime ? Math.max(Date.now(), lastMs + 1) : Math.max(0, lastMs + 1000 / pacing.fps);
    for await (const { index, ...rest } of pass()) {
      if (pacing.signal.aborted) return;
      // Two pictures may have one number in their names: time must go on.
      const tMs = Math.max(startMs + (index * 1000) / pacing.fps, lastMs + 1);
      if (pacing.realTime && tMs > Date.now()) {
        await sleep(tMs - Date.now(), undefined, { signal: pacing.signal }).catch(() => undefined);
        if (pacing.signal.aborted) return;
      }
      if (pacing.realTime && Date.now() - tMs > (LATE_FRAMES * 1000) / pacing.fps) {
        pacing.dropped.behind = (pacing.dropped.behind ?? 0) + 1;
        continue;
      }
      if (performance.now() - turnMs > TURN_MS) {
        await nextTurn();
        turnMs = performance.now();
      }
      lastMs = tMs;
      yield { kind: 'frame', frame: { ...rest, tMs } };
    }
    if (!pacing.loop || lastMs === Number.NEGATIVE_INFINITY) return;
    yield { kind: 'seam' };
  } while (!pacing.signal.aborted);
}
