import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { tempFolder } from '../support/gateway.ts';
import { T0 } from '../support/messages.ts';
import type { BenchOptions } from './bench.ts';

export const name = 'load';

const STORES = 1000;
const SECONDS = Number(process.env.LOAD_SECONDS ?? 60);
const PER_SECOND = 200;
/** What an open page asks for, and how often it does. */
const DAY = `from=${new Date(T0 - 36e5).toISOString()}&to=${new Date(T0 + 36e5).toISOString()}`;
const PATHS = [
  ...['today', 'today', 'today', '', `traffic?${DAY}&bucket=hour`, `traffic?${DAY}&bucket=minute`],
  ...[`zones?${DAY}`, `queues?${DAY}&bucket=hour`, `heat?${DAY}`, `flows?${DAY}`],
];

/**
 * The page's requests at a fixed rate, whatever the answers take, while the nodes of a thousand stores send their
 * minutes and a thread of the gateway computes all the time. Beside it the same requests of an idle gateway.
 */
export async function run({ json }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = tempFolder();
  const children: ChildProcess[] = [];
  try {
    const gateway = start('load-gateway.ts', [folder.path, String(STORES)], children);
    const { address, broker } = await firstLine<{ address: string; broker: string }>(gateway);
    const idle = await ask(address, 15);
    const nodes = start('load-nodes.ts', [broker, String(STORES), String(SECONDS)], children);
    const ingested = firstLine<{ sent: number; acked: number; behindS: number }>(nodes);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    if (!json) console.error('idle', JSON.stringify(idle));
    const loaded = await ask(address, SECONDS - 4);
    const { sent, acked, behindS } = await ingested;
    return {
      stores: STORES,
      requestsPerSecond: PER_SECOND,
      messagesPerSecond: tidy(sent / SECONDS),
      loaded,
      idle,
      ratioP99: tidy(loaded.p99Ms / idle.p99Ms),
      ingest: { sent, acked, behindS: tidy(behindS) },
    };
  } finally {
    for (const child of children) child.kill('SIGTERM');
    folder.remove();
  }
}

interface Latency {
  requests: number;
  failed: number;
  p50Ms: number;
  p99Ms: number;
  eventLoopP99Ms: number;
}

async function ask(address: string, seconds: number): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const taken: number[] = [];
  const lags: number[] = [];
  let failed = 0;
  const get = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const asked = request(`${address}${path}`, { agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(Buffer.concat(parts).toString())
            : reject(new Error(String(answer.statusCode))),
        );
      });
      asked.on('error', reject);
      asked.end();
    });
  const pending = new Set<Promise<void>>();
  const began = performance.now();
  for (let i = 0, second = 0; ; ) {
    const elapsedMs = performance.now() - began;
    if (elapsedMs > seconds * 1000) break;
    for (; i < (elapsedMs / 1000) * PER_SECOND; i++) {
      // From when it was due: a gateway that lets others wait does not look fast for it.
      const dueMs = began + (i * 1000) / PER_SECOND;
      const path = `/api/v1/stores/store-${(i * 37) % STORES}/${PATHS[i % PATHS.length]}`.replace(/\/$/, '');
      const one: Promise<void> = get(path)
        .then(() => void taken.push(performance.now() - dueMs))
        .catch(() => void failed++)
        .finally(() => pending.delete(one));
      pending.add(one);
    }
    if (elapsedMs / 1000 > second) {
      second++;
      const lag = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(await get('/metrics'))?.[1];
      lags.push(Number(lag) * 1000);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(pending);
  agent.destroy();
  taken.sort((a, b) => a - b);
  lags.sort((a, b) => a - b);
  const at = (q: number) => tidy(taken[Math.min(taken.length - 1, Math.floor(q * taken.length))]);
  return {
    ...{ requests: taken.length + failed, failed, p50Ms: at(0.5), p99Ms: at(0.99) },
    // The gauge holds the 99th percentile since the scrape before it, here a second each: the median of those.
    eventLoopP99Ms: tidy(lags[lags.length >> 1]),
  };
}

function start(file: string, args: string[], children: ChildProcess[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function firstLine<T>(child: ChildProcess): Promise<T> {
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('a process of the benchmark ended too early'))),
  ])) as [string];
  return JSON.parse(line);
}

const tidy = (value: number) => Math.round(value * 100) / 100;
