import type { Logger } from '../../models/host/log.ts';
import { groupBy } from '../group-by.ts';
import type { Metrics } from '../metrics.ts';
import type { Accepted, Batch, Incoming, Refusal, Store } from '../store/store.ts';
import type { Acks } from './acks.ts';
import { isRefusal } from './read.ts';

const BATCH_MS = 50;
const BATCH_MESSAGES = 200;
/** What waits in memory at most; beyond it a message is dropped unacknowledged, and its node sends it again. */
const MAX_WAITING = 20_000;

export interface BatcherOptions {
  store: Store;
  acks: Acks;
  metrics: Metrics;
  log: Logger;
  /** After the commit: what to acknowledge. */
  acknowledge(store: string, node: string, epoch: string): void;
  stored(accepted: Accepted): void;
}

/**
 * Collects messages for up to 50 ms or 200 of them and stores them in one transaction. Acks go out after the commit. A
 * batch that cannot be stored is tried again, so nothing that is in memory is lost while the disk is full.
 */
export class Batcher {
  readonly #options: BatcherOptions;
  #waiting: (Incoming | Refusal)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #run: Promise<void> | undefined;
  #pauseMs = 0;

  constructor(options: BatcherOptions) {
    this.#options = options;
  }

  add(read: Incoming | Refusal): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#options.metrics.dropped.inc({ reason: 'queue-full' });
      return;
    }
    this.#waiting.push(read);
    if (this.#run) return;
    if (this.#waiting.length >= BATCH_MESSAGES && this.#pauseMs === 0) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), this.#pauseMs || BATCH_MS);
  }

  /** Stores what waits; gives up after one failed try, since the nodes still hold what was not acknowledged. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#run) await this.#run;
    while (this.#waiting.length > 0 && this.#pauseMs === 0) await this.#storeNext();
    clearTimeout(this.#timer);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#run = this.#storeNext().finally(() => {
      this.#run = undefined;
      if (this.#waiting.length === 0) return;
      if (this.#waiting.length >= BATCH_MESSAGES && this.#pauseMs === 0) this.#start();
      else this.#timer ??= setTimeout(() => this.#start(), this.#pauseMs || BATCH_MS);
    });
  }

  async #storeNext(): Promise<void> {
    const { store, acks, metrics, log } = this.#options;
    const taken = this.#waiting.splice(0, BATCH_MESSAGES);
    const refusals = taken.filter(isRefusal);
    const messages = taken.filter((read): read is Incoming => !isRefusal(read));
    const touched = touchedEpochs(messages, refusals);
    const batch: Batch = {
      messages,
      refusals,
      contiguous: touched.map((t) => acks.contiguous(t.store, t.node, t.epoch)),
    };
    const stop = metrics.batches.startTimer();
    let accepted: Accepted;
    try {
      accepted = await store.accept(batch);
    } catch (error) {
      // Later messages may have come meanwhile; order does not matter.
      this.#waiting.unshift(...taken);
      this.#pauseMs = Math.min(5000, Math.max(100, this.#pauseMs * 2));
      log.error(
        { err: error, messages: taken.length, againInMs: this.#pauseMs },
        'cannot store messages; trying again',
      );
      return;
    } finally {
      stop();
    }
    this.#pauseMs = 0;
    this.#report(accepted, refusals);
    for (const { store, node, message } of messages)
      acks.add(store, node, message.envelope.epoch, message.envelope.seq);
    for (const { store, node, epoch, seq } of refusals) {
      if (epoch !== undefined && seq !== undefined) acks.add(store, node, epoch, seq);
    }
    for (const { store, node, epoch } of touched) this.#options.acknowledge(store, node, epoch);
    this.#options.stored(accepted);
  }

  #report(accepted: Accepted, refusals: Refusal[]): void {
    const { metrics, log } = this.#options;
    const outcomes = { inserted: accepted.inserted, duplicate: accepted.duplicates, conflict: accepted.conflicts };
    for (const [outcome, list] of Object.entries(outcomes)) {
      for (const [kind, same] of groupBy(list, (m) => `${m.message.family}/${m.message.kind}`)) {
        metrics.messages.inc({ kind, outcome }, same.length);
      }
    }
    for (const { store, node, message } of accepted.conflicts) {
      const { epoch, seq } = message.envelope;
      log.error(
        { store, node, epoch, seq, kind: `${message.family}/${message.kind}` },
        'a message came with the key of another one; both are kept, the first one counts',
      );
    }
    for (const { store, node, channel, reason, epoch, seq } of refusals) {
      metrics.refused.inc({ channel });
      metrics.messages.inc({ kind: channel, outcome: 'refused' });
      log.warn({ store, node, channel, reason, epoch, seq }, 'refused a message; its text is kept');
    }
  }
}

function touchedEpochs(messages: Incoming[], refusals: Refusal[]): { store: string; node: string; epoch: string }[] {
  const touched = new Map<string, { store: string; node: string; epoch: string }>();
  const touch = (store: string, node: string, epoch: string | undefined) => {
    if (epoch !== undefined) touched.set(`${store}/${node}/${epoch}`, { store, node, epoch });
  };
  for (const { store, node, message } of messages) touch(store, node, message.envelope.epoch);
  for (const { store, node, epoch } of refusals) touch(store, node, epoch);
  return [...touched.values()];
}
