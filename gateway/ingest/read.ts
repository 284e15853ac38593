import { Envelope } from '../../models/contract/envelope.ts';
import { check, parseDurable } from '../../models/contract/parse.ts';
import type { Topic } from '../../models/contract/topics.ts';
import type { Incoming, Refusal } from '../store/batch.ts';
import { contentHash, textHash } from './content-hash.ts';

const EpochSchema = Envelope.properties.epoch;
const SeqSchema = Envelope.properties.seq;

/** Reads an aggregate or an event; a refusal keeps the text, and the key as far as it can be read. */
export function readDurable(topic: Topic, text: string, receivedMs: number): Incoming | Refusal {
  const { store, node, channel } = topic;
  const parsed = parseDurable(channel, text);
  const source = `aisle/1/${store}/${node}`;
  if (parsed.ok && parsed.value.envelope.source === source && Number.isSafeInteger(parsed.value.envelope.seq)) {
    return { store, node, message: parsed.value, hash: contentHash(parsed.value.envelope), receivedMs };
  }
  const reason = parsed.ok ? `/source is ${parsed.value.envelope.source}, the topic says ${source}` : parsed.reason;
  const kept = { reason: reason.slice(0, 500), raw: text, hash: textHash(text), receivedMs };
  return { store, node, channel, ...kept, ...readKey(text) };
}

function readKey(text: string): { epoch?: string; seq?: number } {
  try {
    const { epoch, seq } = JSON.parse(text) as { epoch?: unknown; seq?: unknown };
    const [e, s] = [check(EpochSchema, epoch), check(SeqSchema, seq)];
    return e.ok && s.ok && Number.isSafeInteger(s.value) ? { epoch: e.value, seq: s.value } : {};
  } catch {
    return {};
  }
}

export const isRefusal = (read: Incoming | Refusal): read is Refusal => 'reason' in read;
