import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Position, SourceItem } from './source.ts';

/** A frame whose time is still to be given: its place in a recording, from 0. */
export interface Untimed extends Omit<Frame, 'tMs'> {
  index: number;
}

export interface Pacing {
  fps: number;
  loop: boolean;
  /** Its name, where it plays as fast as possible, from 0; undefined: at the speed of life, from now on. */
  recording: string | undefined;
  signal: AbortSignal;
  /** At the speed of life: how many frames came too late to be looked at, under `behind`. */
  dropped: Record<string, number>;
}

/** A frame that is later than this many frames is not looked at: the recording keeps its pace. */
const LATE_FRAMES = 3;
/** As fast as possible must still leave the process a turn for its timers and signals. */
const TURN_MS = 20;

/**
 * Gives each frame of a recording its time, waits for it where it plays at the speed of life, and begins anew. Every
 * recording goes through here, so here is also where one goes on in its middle: what was looked at is read over.
 */
export async function* pace(
  pass: () => AsyncIterable<Untimed> | Iterable<Untimed>,
  pacing: Pacing,
  after?: Position,
): AsyncGenerator<SourceItem, void, void> {
  const { recording } = pacing;
  const realTime = recording === undefined;
  let lastMs = after?.tMs ?? Number.NEGATIVE_INFINITY;
  let skip = after?.done ?? 0;
  let passMs = after?.passMs ?? 0;
  let done: number;
  let turnMs = performance.now();
  do {
    if (realTime) passMs = Math.max(Date.now(), lastMs + 1);
    else if (skip === 0) passMs = Math.max(0, lastMs + 1000 / pacing.fps);
    done = 0;
    for await (const { index, ...rest } of pass()) {
      if (pacing.signal.aborted) return;
      if (++done <= skip) continue;
      // Two pictures may have one number in their names: time must go on.
      const tMs = Math.max(passMs + (index * 1000) / pacing.fps, lastMs + 1);
      if (realTime && tMs > Date.now()) {
        await sleep(tMs - Date.now(), undefined, { signal: pacing.signal }).catch(() => undefined);
        if (pacing.signal.aborted) return;
      }
      if (realTime && Date.now() - tMs > (LATE_FRAMES * 1000) / pacing.fps) {
        pacing.dropped.behind = (pacing.dropped.behind ?? 0) + 1;
        continue;
      }
      if (performance.now() - turnMs > TURN_MS) {
        await nextTurn();
        turnMs = performance.now();
      }
      lastMs = tMs;
      const position = realTime ? undefined : { recording, passMs, done, tMs };
      yield { kind: 'frame', frame: { ...rest, tMs, position } };
    }
    if (!pacing.loop || done === 0) return;
    skip = 0;
    yield { kind: 'seam' };
  } while (!pacing.signal.aborted);
}
