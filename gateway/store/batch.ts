import type { DurableMessage } from '../../models/contract/parse.ts';

/** A message as ingest hands it to the store. `hash` is that of its content, not of its bytes. */
export interface Incoming {
  store: string;
  node: string;
  message: DurableMessage;
  hash: string;
  receivedMs: number;
}

/** A message that no parser takes; its text is kept. `epoch` and `seq` are there when they could be read. */
export interface Refusal {
  store: string;
  node: string;
  channel: string;
  reason: string;
  raw: string;
  hash: string;
  receivedMs: number;
  epoch?: string;
  seq?: number;
}

export interface Batch {
  messages: Incoming[];
  refusals: Refusal[];
  /** What is contiguous by now, so that a restart need not read all messages again. May lag behind. */
  contiguous: EpochKey[];
}

/** What became of a batch. A refusal that was there before is a duplicate too. */
export interface Accepted {
  inserted: Incoming[];
  duplicates: Incoming[];
  conflicts: Incoming[];
}

export interface EpochKey {
  store: string;
  node: string;
  epoch: string;
  upTo: number;
}
/** All sequence numbers up to `upTo`, and the ranges beyond it, are stored. */
export interface EpochState extends EpochKey {
  ranges: [number, number][];
}
