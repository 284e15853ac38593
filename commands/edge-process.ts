import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { supervise } from '../edge/supervise.ts';
import type { Logger } from '../models/host/log.ts';
import { PROJECT } from '../models/host/paths.ts';

const BUDGET = { starts: 5, windowMs: 60_000, waitMs: 1000, longestWaitMs: 30_000 };
/** Time to store what is in the book and say goodbye. */
const STOP_MS = 10_000;

export interface EdgeProcess {
  /** Site file, absolute. */
  site: string;
  node: string;
  /** The broker in place of the one that the site file names. */
  broker?: string;
}

/**
 * Keeps an edge node running in a process of its own until the signal aborts: when it dies it is started again. A wrong
 * call or site file (exit 2) ends the trying.
 */
export async function superviseEdge(edge: EdgeProcess, log: Logger, signal: AbortSignal): Promise<void> {
  let restarts = 0;
  const run = () => edgeProcess(edge, restarts, signal);
  const onFailure = (error: Error, waitMs: number) => {
    restarts++;
    log.error(
      { node: edge.node, reason: error.message, retryInS: waitMs / 1000 },
      'the edge node ended; starting it again',
    );
  };
  await supervise({ run, onFailure }, BUDGET, signal);
}

async function edgeProcess({ site, node, broker }: EdgeProcess, restarts: number, signal: AbortSignal): Promise<void> {
  const args = ['--import', import.meta.resolve('tsx'), 'aisle.ts', 'edge', '--site', site, '--node', node];
  if (broker !== undefined) args.push('--broker', broker);
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    // The channel carries nothing: its end tells the node that this process is gone, however it went.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, AISLE_RESTARTS: String(restarts) },
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await sleep(STOP_MS, undefined, { ref: false });
    if (child.exitCode === null) child.kill('SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const code = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, exitSignal) => resolve(exitCode ?? exitSignal ?? 1));
    });
    if (code !== 0 && code !== 2 && !signal.aborted) throw new Error(`it ended with ${code}`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
