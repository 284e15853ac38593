import { closeSync, openSync, readSync } from 'node:fs';

export interface LoopTimes {
  /** The longest time between two turns of the event loop, by the clock: what others see, on this machine as busy as it is. */
  stretchMs: number;
  /** The same in time that the thread really ran; NaN where the system does not tell it. */
  ranMs: number;
  /** What the thread ran in all, in the same time. */
  cpuMs: number;
  /** The 99th percentile of the time between turns, by the clock. */
  p99Ms: number;
}

/** Watches the event loop of this thread from now on; the answer ends it. */
export function watchLoop(): () => Promise<LoopTimes> {
  const clock = threadClock();
  const turns: number[] = [];
  let [before, ranBefore, longestRan] = [performance.now(), clock.ranMs(), 0];
  const begunRan = ranBefore;
  const tick = () => {
    const [now, ran] = [performance.now(), clock.ranMs()];
    turns.push(now - before);
    if (!(ran - ranBefore <= longestRan)) longestRan = ran - ranBefore;
    [before, ranBefore] = [now, ran];
    timer = setTimeout(tick, 1);
  };
  let timer = setTimeout(tick, 1);
  return async () => {
    // The tick that ends the last stretch must have come.
    await new Promise((resolve) => setTimeout(resolve, 5));
    clearTimeout(timer);
    const cpuMs = clock.ranMs() - begunRan;
    clock.close();
    turns.sort((a, b) => a - b);
    const at = (q: number) => turns[Math.min(turns.length - 1, Math.floor(q * turns.length))];
    return { stretchMs: at(1), ranMs: longestRan, cpuMs, p99Ms: at(0.99) };
  };
}

/** The processor time of this thread, as Linux tells it. */
function threadClock(): { ranMs(): number; close(): void } {
  const bytes = Buffer.alloc(64);
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    const ranMs = () => Number.parseInt(bytes.toString('latin1', 0, readSync(file, bytes, 0, 64, 0)), 10) / 1e6;
    return { ranMs, close: () => closeSync(file) };
  } catch {
    return { ranMs: () => Number.NaN, close: () => undefined };
  }
}
