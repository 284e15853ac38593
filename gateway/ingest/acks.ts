import type { AckMessage } from '../../models/contract/node-messages.ts';
import type { EpochKey, EpochState } from '../store/batch.ts';
import { SeqSet } from './seq-set.ts';

/** Ranges beyond the contiguous part that one ack carries; the rest follows when gaps have closed. */
export const MAX_ACK_RANGES = 200;

/** What is stored of each node and epoch, in memory; rebuilt from the store at start. */
export class Acks {
  readonly #sets = new Map<string, Map<string, SeqSet>>();

  constructor(states: readonly EpochState[] = []) {
    for (const { store, node, epoch, upTo, ranges } of states) {
      this.#epochs(store, node).set(epoch, new SeqSet(upTo, ranges));
    }
  }

  add(store: string, node: string, epoch: string, seq: number): void {
    const epochs = this.#epochs(store, node);
    let set = epochs.get(epoch);
    if (!set) {
      set = new SeqSet();
      epochs.set(epoch, set);
    }
    set.add(seq);
  }

  /** The ack of an epoch; one that nothing came of is acknowledged up to 0. */
  ack(store: string, node: string, epoch: string): AckMessage {
    const set = this.#epochs(store, node).get(epoch) ?? new SeqSet();
    return { epoch, upTo: set.upTo, ranges: set.ranges.slice(0, MAX_ACK_RANGES).map(([low, high]) => [low, high]) };
  }

  contiguous(store: string, node: string, epoch: string): EpochKey {
    return { store, node, epoch, upTo: this.#epochs(store, node).get(epoch)?.upTo ?? 0 };
  }

  /** The newest epoch's last number (UUIDv7 sort by their time), and the gaps of all epochs. */
  summary(store: string, node: string): { lastSeq: number; missing: number } {
    const epochs = this.#epochs(store, node);
    const newest = [...epochs.keys()].sort().at(-1);
    let missing = 0;
    for (const set of epochs.values()) missing += set.missing;
    return { lastSeq: newest === undefined ? 0 : epochs.get(newest)!.last, missing };
  }

  #epochs(store: string, node: string): Map<string, SeqSet> {
    const name = `${store}/${node}`;
    const epochs = this.#sets.get(name) ?? new Map<string, SeqSet>();
    this.#sets.set(name, epochs);
    return epochs;
  }
}
