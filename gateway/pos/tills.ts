import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { PosPushAnswer } from '../../models/contract/pos.ts';
import type { Site } from '../../models/contract/site.ts';
import { FileQueue } from './file-queue.ts';
import type { FileImport, ImportResult } from './import-file.ts';
import { MAX_REJECTS } from './imports.ts';
import { asReject, type Item, NO_COUNTS, takeIn } from './intake.ts';
import { loyaltyHash } from './loyalty.ts';
import { readerOf } from './readers/registry.ts';
import type { Sales } from './sales.ts';
import { StoreTime } from './store-time.ts';
import { type ReadContext, readTransaction } from './transaction.ts';

export interface TillsOptions {
  sales: Sales;
  sites: Iterable<Site>;
  /** Folder of the data base; the keys of the loyalty ids lie in it. */
  statePath: string;
  wall: () => number;
}

/** Lines that one commit of a push holds: between two of them the event loop turns. */
const PUSH_LINES = 500;

/** The tills of the gateway's stores, as the routes and the broker see them. */
export class Tills {
  readonly sales: Sales;
  readonly #options: TillsOptions;
  readonly #sites: Map<string, Site>;
  readonly #files: FileQueue;
  readonly #contexts = new Map<string, ReadContext>();

  constructor(options: TillsOptions) {
    this.sales = options.sales;
    this.#options = options;
    this.#files = new FileQueue(join(options.statePath, 'gateway.db'));
    this.#sites = new Map([...options.sites].map((site) => [site.store, site]));
  }

  knows = (store: string): boolean => this.#sites.has(store);

  /** Stores transactions as they are pushed. Good lines are durable when it answers; the others are in its rejects. */
  async push(store: string, transactions: readonly unknown[], via: 'push' | 'mqtt'): Promise<PosPushAnswer> {
    const { sales, wall } = this.#options;
    const context = this.#context(store);
    const answer: PosPushAnswer = { ...NO_COUNTS, rejects: [] };
    const nowMs = wall();
    const importId = await sales.pushImport(store, via, nowMs);
    for (let at = 0; at < transactions.length; ) {
      const items: Item[] = [];
      for (let lines = 0; at < transactions.length && lines < PUSH_LINES; at++) {
        const value = transactions[at];
        const read = readTransaction(value, context);
        lines += read.count;
        items.push({ at: at + 1, receipt: read.receipt, faults: read.faults, raw: () => value });
      }
      const taken = await takeIn(sales, { store, importId, nowMs }, items);
      answer.accepted += taken.accepted;
      answer.duplicates += taken.duplicates;
      answer.rejected += taken.rejected;
      const room = MAX_REJECTS - answer.rejects.length;
      answer.rejects.push(...taken.rejects.slice(0, room).map(asReject));
      await turn();
    }
    return answer;
  }

  /** Imports a file in a thread, after those that wait; durable when it resolves. Throws as `importFile`. */
  async importFile(order: Omit<FileImport, 'site' | 'statePath'>): Promise<ImportResult> {
    const { statePath } = this.#options;
    // What needs no thread to be refused.
    readerOf(order.format, order.name ?? order.path);
    return this.#files.add({ ...order, site: this.#site(order.store), statePath });
  }

  get statePath(): string {
    return this.#options.statePath;
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  #site(store: string): Site {
    const site = this.#sites.get(store);
    if (!site) throw new Error(`no site of the store ${store}`);
    return site;
  }

  #context(store: string): ReadContext {
    let context = this.#contexts.get(store);
    if (!context) {
      context = { store, time: new StoreTime(this.#site(store)), loyalty: loyaltyHash(this.#options.statePath, store) };
      this.#contexts.set(store, context);
    }
    return context;
  }
}
