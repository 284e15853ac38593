import { runInThread } from '../jobs/worker.ts';
import type { FileImport, ImportResult } from './import-file.ts';
import type { ThreadImport } from './import-thread.ts';

/**
 * Small transactions with a pause as long between them: the gateway's own connection, which waits for the lock where it
 * stands, finds it free within some 10 ms.
 */
export const GENTLE = { batchLines: 500, pauseMs: 10 };

/** Imports files one after the other, each in a thread. */
export class FileQueue {
  readonly #dbPath: string;
  readonly #stop = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(dbPath: string) {
    this.#dbPath = dbPath;
  }

  /** Rejects as `importFile` does; also when the gateway ends before, and then what is in is in. */
  add(order: FileImport): Promise<ImportResult> {
    const input: ThreadImport = { order: { ...GENTLE, ...order }, dbPath: this.#dbPath };
    const module = new URL('./import-thread.ts', import.meta.url);
    const result = this.#last.then(() =>
      runInThread<ThreadImport, ImportResult>(module, input, () => {}, this.#stop.signal),
    );
    this.#last = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('the gateway ends'));
    await this.#last;
  }
}
