import type { LiveEvent } from '../models/contract/api/live.ts';

export interface LiveHandlers {
  onOpen(): void;
  onEvent(event: LiveEvent): void;
  /** The stream ended or never began; it is closed, whoever opened it decides when to try again. */
  onLost(): void;
}

/** Follows the gateway's server-sent events until lost or closed. Gives the function that closes. */
export function followLive(url: string, handlers: LiveHandlers): () => void {
  const source = new EventSource(url);
  const listen = (event: LiveEvent['event']): void =>
    source.addEventListener(event, (message) => {
      handlers.onEvent({ event, data: JSON.parse((message as MessageEvent<string>).data) } as LiveEvent);
    });
  listen('live');
  listen('node');
  listen('stored');
  source.onopen = () => handlers.onOpen();
  source.onerror = () => {
    // The browser's own retry has a fixed pace and gives up on an error status: ours backs off and does not.
    source.close();
    handlers.onLost();
  };
  return () => source.close();
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/** Time to wait before try `attempt` (0, 1, 2 …): doubles up to 30 s; `random` in 0–1 spreads it by ±20 %. */
export function retryDelayMs(attempt: number, random: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.8 + 0.4 * random);
}

/** When to ask anew after an event at `nowMs`: soon, so that a burst is one, and not too soon after the last time. */
export function refreshAtMs(nowMs: number, lastMs: number): number {
  const SETTLE_MS = 700;
  const SPACING_MS = 4_000;
  return Math.max(nowMs + SETTLE_MS, lastMs + SPACING_MS);
}
