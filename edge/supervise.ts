import { setTimeout as sleep } from 'node:timers/promises';

/** Starts within the window before it backs off, and the waits after that. */
export interface RestartBudget {
  starts: number;
  windowMs: number;
  waitMs: number;
  longestWaitMs: number;
}

export const CAMERA_BUDGET: RestartBudget = { starts: 5, windowMs: 60_000, waitMs: 1000, longestWaitMs: 30_000 };

export interface Supervised {
  /** One life. Returning means that it came to its proper end. */
  run(): Promise<void>;
  /** It failed; it will be tried again after this wait. */
  onFailure(error: Error, waitMs: number): void;
}

/** Whether an error says of itself that trying again does not mend it. */
export const willStay = (error: unknown): boolean => (error as { retryable?: boolean } | null)?.retryable === false;

/**
 * Runs something until it ends properly or the signal aborts. After a failure it starts again after a short wait; when
 * the budget of starts within the window is used up, waits double up to the longest. After a failure that trying again
 * does not mend it waits the longest at once: somebody may have mended a file by then.
 */
export async function supervise(task: Supervised, budget: RestartBudget, signal: AbortSignal): Promise<void> {
  const failures: number[] = [];
  while (!signal.aborted) {
    try {
      await task.run();
      return;
    } catch (error) {
      if (signal.aborted) return;
      const nowMs = performance.now();
      failures.push(nowMs);
      while (failures[0] < nowMs - budget.windowMs) failures.shift();
      const over = Math.max(0, failures.length - budget.starts);
      const waitMs = willStay(error) ? budget.longestWaitMs : Math.min(budget.longestWaitMs, budget.waitMs * 2 ** over);
      task.onFailure(error as Error, waitMs);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
