import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AisleError } from '../../models/contract/errors.ts';
import type { Logger } from '../../models/host/log.ts';
import type { ImportResult } from './import-file.ts';

export interface WatchOptions {
  /** One folder a store. */
  folders: ReadonlyMap<string, string>;
  importFile(order: { path: string; name: string; store: string; mapping?: string }): Promise<ImportResult>;
  log: Logger;
  everyMs?: number;
}

const ENDINGS = /\.(csv|tsv|xml|ndjson|jsonl)(\.gz)?$/i;
/** How CSV files of a folder are read, where no preset knows their columns. */
const MAPPING = 'mapping.yaml';

/**
 * Imports what tills put into a folder: a file whose size has not changed between two looks. It goes to `done`, or with
 * the lines that were rejected to `rejected`. Whoever is killed in between imports it again, which changes nothing.
 */
export class Watch {
  readonly #options: WatchOptions;
  readonly #seen = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  start(): void {
    for (const folder of this.#options.folders.values()) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const next = () => {
      this.#looking = this.look().finally(() => {
        if (!this.#stopped) this.#timer = setTimeout(next, this.#options.everyMs ?? 2000).unref();
      });
    };
    next();
  }

  /** Files that were as they are at the last look are imported. */
  async look(): Promise<void> {
    for (const [store, folder] of this.#options.folders) {
      for (const path of this.#files(folder)) {
        if (this.#stopped) return;
        try {
          if (this.#isStable(path)) await this.#take(store, folder, path);
        } catch (error) {
          this.#options.log.error({ err: error, path }, 'cannot take in a file of the tills; trying again');
        }
      }
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #files(folder: string): string[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && ENDINGS.test(entry.name))
      .map((entry) => join(folder, entry.name))
      .sort();
  }

  #isStable(path: string): boolean {
    const { size, mtimeMs } = lstatSync(path);
    const form = `${size}/${mtimeMs}`;
    const stable = this.#seen.get(path) === form;
    this.#seen.set(path, form);
    return stable;
  }

  async #take(store: string, folder: string, path: string): Promise<void> {
    const name = basename(path);
    const own = join(folder, MAPPING);
    const mapping = existsSync(own) && /\.(csv|tsv)(\.gz)?$/i.test(name) ? own : undefined;
    try {
      const result = await this.#options.importFile({ path, name, store, mapping });
      const { accepted, duplicates, rejected, importId, rejectFile } = result;
      const target = move(path, join(folder, rejected > 0 ? 'rejected' : 'done'), `${importId}-${name}`);
      if (rejectFile) renameSync(rejectFile, `${target}.rejected${/\.csv$/.test(rejectFile) ? '.csv' : '.ndjson'}`);
      this.#options.log.info({ store, name, accepted, duplicates, rejected }, 'took in a file of the tills');
    } catch (error) {
      // What is not the file's fault, such as the gateway's end or rights that are still to be set, leaves it where it is.
      if (!(error instanceof AisleError) || error.retryable) throw error;
      const target = move(path, join(folder, 'rejected'), `${Date.now()}-${name}`);
      writeFileSync(`${target}.reason.txt`, `${error.message}\n${error.fix}\n`, { mode: 0o600 });
      this.#options.log.warn({ store, name, reason: error.message }, 'a file of the tills cannot be read');
    } finally {
      this.#seen.delete(path);
    }
  }
}

function move(path: string, folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, name);
  renameSync(path, target);
  return target;
}
