import type { GatewayConfig } from '../models/contract/gateway-config.ts';
import type { Logger } from '../models/host/log.ts';
import type { AlertOffice } from './alerts/office.ts';
import type { JobRunner } from './jobs/runner.ts';

const DELIVER_EVERY_MS = 2000;
const JOBS_EVERY_MS = 5000;

/** Looks at alerts, sends what is in the outbox and starts jobs, again and again, until it is closed. */
export function startBackground(
  office: AlertOffice,
  runner: JobRunner,
  { alerts }: Pick<GatewayConfig, 'alerts'>,
  log: Logger,
): { close(): Promise<void> } {
  const stop = new AbortController();
  const loops = [
    every(alerts.everyS * 1000, 'alerts', () => office.engine.tick()),
    every(DELIVER_EVERY_MS, 'outbox', async () => office.deliverer.start()),
    every(JOBS_EVERY_MS, 'jobs', () => runner.tick()),
  ];

  /** One turn after the other, with a pause between; a turn that fails is told and the next one tries again. */
  async function every(pauseMs: number, what: string, turn: () => Promise<unknown>): Promise<void> {
    while (!stop.signal.aborted) {
      await turn().catch((error: unknown) => log.error({ err: error, what }, 'a turn of the background work failed'));
      await pause(pauseMs, stop.signal);
    }
  }

  return {
    async close() {
      stop.abort();
      await runner.close();
      await office.deliverer.close();
      await Promise.all(loops);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    timer.unref();
    signal.addEventListener('abort', end);
  });
}
