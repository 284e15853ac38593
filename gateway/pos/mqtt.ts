import type { PosAck } from '../../models/contract/pos.ts';
import { POS_NODE, parseTopic, topicOf } from '../../models/contract/topics.ts';
import type { Logger } from '../../models/host/log.ts';
import { connectMqtt, publish } from '../../models/host/mqtt.ts';
import type { Tills } from './tills.ts';

const MAX_BYTES = 1 << 20;
const MAX_TOLD = 100;

/**
 * Takes transactions from the broker: one, or `{"id", "transactions": […]}`. What is stored is answered after its
 * commit, with the `id` or with till and number; a till that hears no answer sends again, which changes nothing.
 */
export function startPosMqtt(options: { brokerUrl: string; clientId: string; tills: Tills; log: Logger }) {
  const { tills, log } = options;
  const client = connectMqtt({ url: options.brokerUrl, clientId: options.clientId, log });
  const pending = new Set<Promise<void>>();
  const take = async (name: string, payload: Buffer) => {
    const topic = parseTopic(name);
    if (!topic || !tills.knows(topic.store)) return log.warn({ topic: name }, 'sales of a store that is not here');
    const answer = await answerTo(tills, topic.store, payload);
    await publish(client, topicOf(topic.store, POS_NODE, 'ack'), JSON.stringify(answer), { qos: 1 });
  };
  client.on('message', (topic, payload) => {
    const taken = take(topic, payload)
      .catch((error: unknown) => log.error({ err: error, topic }, 'could not take in a sale'))
      .finally(() => pending.delete(taken));
    pending.add(taken);
  });
  client.on('connect', () => {
    client.subscribe(`aisle/1/+/${POS_NODE}/sale`, { qos: 1 }, (error) => {
      if (error) log.error({ reason: error.message }, 'the broker refuses the subscription to the tills');
    });
  });
  return {
    async close() {
      const patience = new Promise((resolve) => setTimeout(resolve, 2000).unref());
      await Promise.race([Promise.all(pending), patience]);
      await client.endAsync(true);
    },
  };
}

async function answerTo(tills: Tills, store: string, payload: Buffer): Promise<PosAck> {
  const refused = (reason: string): PosAck => ({
    ...{ id: null, accepted: 0, duplicates: 0, rejected: 1 },
    rejects: [{ line: 1, receiptLine: null, field: 'message', reason }],
  });
  if (payload.length > MAX_BYTES) return refused('is longer than 1 MB');
  let value: unknown;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch (error) {
    return refused(`is no JSON: ${(error as Error).message}`);
  }
  const { id, till, number, transactions } = (value ?? {}) as Record<string, unknown>;
  const list = Array.isArray(transactions) ? transactions : [value];
  const { rejects, ...counts } = await tills.push(store, list, 'mqtt');
  const about = Array.isArray(transactions)
    ? { id: plain(id) }
    : { id: plain(id), till: plain(till), number: plain(number) };
  return { ...about, ...counts, rejects: rejects.slice(0, MAX_TOLD) };
}

/** A text or number of the sender's own, as it came. */
const plain = (value: unknown): string | number | null =>
  typeof value === 'number' ? value : typeof value === 'string' ? value.slice(0, 128) : null;
