import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { edgeChecks } from '../edge/site-checks.ts';
import { supervise } from '../edge/supervise.ts';
import { AisleError } from '../models/contract/errors.ts';
import type { Logger } from '../models/host/log.ts';
import { PROJECT } from '../models/host/paths.ts';
import { loadSite } from '../models/host/site-file.ts';

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

/** What names a file or a folder; a child reads it in the project's folder and not where the person is. */
const PATHS = ['AISLE_STATE', 'AISLE_CACHE', 'AISLE_WEIGHTS', 'AISLE_FOOTAGE'];

/** The environment of a child: the paths in it hold wherever it runs. */
export function childEnvironment(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const absolute = PATHS.flatMap((name) => (env[name] ? [[name, resolve(folder, env[name])]] : []));
  return { ...env, ...Object.fromEntries(absolute) };
}

/**
 * Keeps an edge node running in a process of its own until the signal aborts: when it dies it is started again. A wrong
 * call (exit 2) or a site file that has become wrong ends the trying: the log says so.
 */
export async function superviseEdge(edge: EdgeProcess, log: Logger, signal: AbortSignal): Promise<void> {
  let restarts = 0;
  const run = async () => {
    const code = await edgeProcess(edge, restarts, signal);
    if (code === 0 || signal.aborted) return;
    const wrong = code === 2 ? 'it was called wrongly' : code === 1 ? siteFault(edge.site) : undefined;
    if (wrong === undefined) throw new Error(`it ended with ${code}`);
    log.error({ node: edge.node, reason: wrong }, 'the edge node ended and is not started again');
  };
  const onFailure = (error: Error, waitMs: number) => {
    restarts++;
    log.error(
      { node: edge.node, reason: error.message, retryInS: waitMs / 1000 },
      'the edge node ended; starting it again',
    );
  };
  await supervise({ run, onFailure }, BUDGET, signal);
}

/** What is wrong with a site file, with the fix; undefined when nothing is, or when it cannot be read at this moment. */
function siteFault(path: string): string | undefined {
  try {
    loadSite(path, edgeChecks);
  } catch (error) {
    if (error instanceof AisleError && error.code === 'BAD_SITE') return `${error.message} – ${error.fix}`;
  }
  return undefined;
}

/** One life of a node. Answers its exit code or the signal that ended it. */
async function edgeProcess(
  { site, node, broker }: EdgeProcess,
  restarts: number,
  signal: AbortSignal,
): Promise<number | string> {
  const args = ['--import', import.meta.resolve('tsx'), 'aisle.ts', 'edge', '--site', site, '--node', node];
  if (broker !== undefined) args.push('--broker', broker);
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    // The channel carries nothing: its end tells the node that this process is gone, however it went.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...childEnvironment(process.env, process.cwd()), AISLE_RESTARTS: String(restarts) },
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await sleep(STOP_MS, undefined, { ref: false });
    if (child.exitCode === null) child.kill('SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<number | string>((ended, reject) => {
      child.once('error', reject);
      child.once('exit', (exitCode, exitSignal) => ended(exitCode ?? exitSignal ?? 1));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
