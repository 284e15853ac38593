import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { instant } from '../../models/contract/ids.ts';
import type { PosPushAnswer } from '../../models/contract/pos.ts';
import type { Site } from '../../models/contract/site.ts';
import { FileQueue } from './file-queue.ts';
import type { FileImport, ImportResult } from './import-file.ts';
import { MAX_REJECTS } from './imports.ts';
import { asReject, type Item, NO_COUNTS, takeIn } from './intake.ts';
import { loyaltyHash } from './loyalty.ts';
import { ndjson, transactionItem } from './readers/ndjson.ts';
import { readerOf } from './readers/registry.ts';
import { addPushed, rejectStem } from './reject-file.ts';
import type { Sales } from './sales.ts';
import { StoreTime } from './store-time.ts';
import type { ReadContext } from './transaction.ts';

export interface TillsOptions {
  sales: Sales;
  sites: Iterable<Site>;
  /** Folder of the data base; the keys of the loyalty ids lie in it. */
  statePath: string;
  wall: () => number;
}

/** Lines that one commit of a push holds: between two of them the event loop turns. */
const PUSH_LINES = 500;

function* itemsOf(transactions: readonly unknown[], context: ReadContext): Generator<Item[]> {
  for (let at = 0; at < transactions.length; ) {
    const items: Item[] = [];
    for (let lines = 0; at < transactions.length && lines < PUSH_LINES; at++) {
      const item = transactionItem(transactions[at], at + 1, context);
      lines += (item.receipt?.lines.length ?? 0) + item.faults.length;
      items.push(item);
    }
    yield items;
  }
}

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
  push(store: string, transactions: readonly unknown[], via: 'push' | 'mqtt'): Promise<PosPushAnswer> {
    const context = this.#context(store);
    return this.#take(store, via, itemsOf(transactions, context));
  }

  /** The same of a text with a transaction a line. */
  pushLines(store: string, text: Buffer): Promise<PosPushAnswer> {
    const name = 'push.ndjson';
    return this.#take(store, 'push', ndjson.open(Readable.from([text]), { ...this.#context(store), name }).items);
  }

  async #take(
    store: string,
    via: 'push' | 'mqtt',
    parts: AsyncIterable<Item[]> | Iterable<Item[]>,
  ): Promise<PosPushAnswer> {
    const { sales, wall, statePath } = this.#options;
    const answer: PosPushAnswer = { ...NO_COUNTS, rejects: [] };
    const nowMs = wall();
    const importId = await sales.pushImport(store, via, nowMs);
    const stem = rejectStem(store, importId, `${via}-${instant(nowMs).slice(0, 10)}`);
    for await (const items of parts) {
      const taken = await takeIn(sales, { store, importId, nowMs }, items);
      answer.accepted += taken.accepted;
      answer.duplicates += taken.duplicates;
      answer.rejected += taken.rejected;
      const room = MAX_REJECTS - answer.rejects.length;
      answer.rejects.push(...taken.rejects.slice(0, room).map(asReject));
      const file = addPushed(join(statePath, 'rejects'), stem, taken.rejects);
      if (file !== undefined) await sales.nameRejectFile(importId, file);
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
