import { setTimeout as sleep } from 'node:timers/promises';
import { TillFeed } from '../calibration/simulator/till-feed.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Site } from '../models/contract/site.ts';
import type { Source } from '../models/contract/source.ts';
import type { Logger } from '../models/host/log.ts';

const EVERY_MS = 1000;

/**
 * Lets the tills of a simulated store tell the gateway what they sold, as its clock goes on, until the signal aborts.
 * After a new start the day's receipts come again, which the gateway knows.
 */
export async function feedTills(gateway: Gateway, site: Site, log: Logger, signal: AbortSignal): Promise<void> {
  const source = site.cameras.map((camera) => camera.source).find(isSimulated);
  if (!source) return;
  const feed = new TillFeed(source);
  const pause = () => sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  let startMs: number | undefined;
  // A day takes half a second, in which nothing else runs here.
  for (let more = true; more && !signal.aborted; more = feed.warmUp()) await pause();
  while (!signal.aborted) {
    const nowMs = gateway.clocks.simulated(site.store);
    if (nowMs !== undefined) {
      startMs ??= nowMs - DAY_MS;
      const due = feed.until(nowMs).filter(({ time }) => Date.parse(time) >= startMs!);
      if (due.length > 0) await hand(gateway, site.store, due, log);
    }
    await pause();
  }
}

const DAY_MS = 86_400_000;
const isSimulated = (source: Source): source is Extract<Source, { kind: 'simulated' }> => source.kind === 'simulated';

async function hand(gateway: Gateway, store: string, due: unknown[], log: Logger): Promise<void> {
  const { rejected, rejects } = await gateway.tills.push(store, due, 'push');
  if (rejected > 0) log.error({ rejected, reason: rejects[0]?.reason }, 'the gateway rejects receipts of the demo');
}
