import type { Logger } from '../../models/host/log.ts';
import { groupBy } from '../group-by.ts';
import type { Metrics } from '../metrics.ts';
import type { Accepted, Batch, Incoming, Refusal } from '../store/batch.ts';
import type { Store } from '../store/store.ts';
import type { Acks } from './acks.ts';
import { textHash } from './content-hash.ts';
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
 * batch that cannot be stored is tried again, so nothing that is in memory is lost while the disk is full. A message
 * whose content the data base will never take becomes a refusal, so that it does not hold up all others.
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
    if (await this.#keep(this.#waiting.splice(0, BATCH_MESSAGES))) this.#pauseMs = 0;
  }

  /** Stores in one transaction; false where all or a part waits for another try. */
  async #keep(taken: (Incoming | Refusal)[]): Promise<boolean> {
    const { store, acks, metrics } = this.#options;
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
      if (messages.length > 0 && isConstraintFault(error)) return this.#keepSingly(taken, error);
      this.#putBack(taken, error);
      return false;
    } finally {
      stop();
    }
    this.#report(accepted, refusals);
    for (const { store, node, message } of messages)
      acks.add(store, node, message.envelope.epoch, message.envelope.seq);
    for (const { store, node, epoch, seq } of refusals) {
      if (epoch !== undefined && seq !== undefined) acks.add(store, node, epoch, seq);
    }
    for (const { store, node, epoch } of touched) this.#options.acknowledge(store, node, epoch);
    this.#options.stored(accepted);
    return true;
  }

  /** After a batch that broke a constraint: finds the message that did, and keeps it as a refusal. */
  async #keepSingly(taken: (Incoming | Refusal)[], error: Error): Promise<boolean> {
    const [first] = taken;
    if (taken.length === 1) return this.#keep([isRefusal(first) ? first : refusalOf(first, error)]);
    for (const [i, read] of taken.entries()) {
      if (await this.#keep([read])) continue;
      this.#waiting.push(...taken.slice(i + 1));
      return false;
    }
    return true;
  }

  #putBack(taken: (Incoming | Refusal)[], error: unknown): void {
    // Later messages may have come meanwhile; order does not matter.
    this.#waiting.unshift(...taken);
    this.#pauseMs = Math.min(5000, Math.max(100, this.#pauseMs * 2));
    this.#options.log.error(
      { err: error, messages: taken.length, againInMs: this.#pauseMs },
      'cannot store messages; trying again',
    );
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

/** A fault of the content, which no further try mends; SQLite and PostgreSQL. */
const isConstraintFault = (error: unknown): error is Error =>
  error instanceof Error && /^(SQLITE_CONSTRAINT|23\d{3}$)/.test(String((error as { code?: unknown }).code));

function refusalOf({ store, node, message, receivedMs }: Incoming, error: Error): Refusal {
  const { envelope, family, kind } = message;
  const raw = JSON.stringify(envelope);
  const reason = `the data base refuses it: ${error.message}`.slice(0, 500);
  const { epoch, seq } = envelope;
  return { store, node, channel: `${family}/${kind}`, reason, raw, hash: textHash(raw), receivedMs, epoch, seq };
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
