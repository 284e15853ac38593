import { Worker } from 'node:worker_threads';
import { AisleError } from '../../models/contract/errors.ts';
import type { Progress } from './job.ts';
import type { ThreadMessage, ThreadTask } from './thread.ts';

/** How long a thread may take to end by itself once it was asked to. */
const PATIENCE_MS = 5000;

/**
 * Runs heavy work in a thread of its own, so that the gateway goes on answering. `module` is the URL of a TypeScript
 * module that exports `run(input, progress, signal)`; input and answer are copied. Rejects with its error, an AisleError
 * with code and fix. Aborted, it asks the thread to end, and after 5 s ends it.
 */
export function runInThread<I, O>(module: URL, input: I, progress: Progress, signal: AbortSignal): Promise<O> {
  signal.throwIfAborted();
  const task: ThreadTask = { module: module.href, input };
  // The parent's --import flags would load the loader twice, and vitest's are not for threads.
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: task, execArgv: [] });
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    worker.postMessage('stop');
    timer = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  return new Promise<O>((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') progress(message.share, message.note);
      else if (message.kind === 'done') resolve(message.result as O);
      else if (message.code) reject(new AisleError(message.code, message.message, message.fix ?? ''));
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      const why = signal.aborted ? 'it was stopped' : `it ended with ${code}`;
      reject(new Error(`the worker thread gave no answer: ${why}`));
    });
  }).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  });
}
