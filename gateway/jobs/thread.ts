import { parentPort } from 'node:worker_threads';
import { AisleError, type ErrorCode } from '../../models/contract/errors.ts';
import type { Progress } from './job.ts';

/** What a module that runs in a thread exports as `run`. Input and answer are copied between the threads. */
export type ThreadRun<I, O> = (input: I, progress: Progress, signal: AbortSignal) => O | Promise<O>;

export interface ThreadTask {
  /** URL of the module. */
  module: string;
  input: unknown;
}
export type ThreadMessage =
  | { kind: 'progress'; share: number; note?: string }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; message: string; code?: ErrorCode; fix?: string };

/** Runs the task of this thread and tells the parent. */
export async function serve({ module, input }: ThreadTask): Promise<void> {
  const stop = new AbortController();
  const tell = (message: ThreadMessage) => parentPort!.postMessage(message);
  parentPort!.on('message', () => stop.abort());
  try {
    const { run } = (await import(module)) as { run: ThreadRun<unknown, unknown> };
    const result = await run(input, (share, note) => tell({ kind: 'progress', share, note }), stop.signal);
    tell({ kind: 'done', result });
  } catch (error) {
    const { message } = error as Error;
    const known = error instanceof AisleError ? { code: error.code, fix: error.fix } : {};
    tell({ kind: 'failed', message, ...known });
  } finally {
    parentPort!.close();
  }
}
