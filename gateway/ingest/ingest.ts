import { GATEWAY_NODE, POS_NODE, parseTopic, topicOf } from '../../models/contract/topics.ts';
import type { Logger } from '../../models/host/log.ts';
import { connectMqtt, type MqttClient, publish } from '../../models/host/mqtt.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Board } from '../board.ts';
import type { Clocks } from '../clock.ts';
import { groupBy } from '../group-by.ts';
import type { Metrics } from '../metrics.ts';
import type { Accepted } from '../store/batch.ts';
import type { Store } from '../store/store.ts';
import type { Acks } from './acks.ts';
import { Batcher } from './batcher.ts';
import { isNodeMessage, takeNodeMessage } from './node-messages.ts';
import { readDurable } from './read.ts';

export interface IngestOptions {
  brokerUrl: string;
  clientId: string;
  sites: LoadedSite[];
  store: Store;
  acks: Acks;
  board: Board;
  clocks: Clocks;
  metrics: Metrics;
  log: Logger;
}
export interface Ingest {
  readonly connected: boolean;
  close(): Promise<void>;
}

/** Subscribes to all nodes, stores what those of the loaded sites send, and acknowledges it after the commit. */
export function startIngest(options: IngestOptions): Ingest {
  const { board, clocks, metrics, log, acks } = options;
  const nodes = new Map(options.sites.map(({ site }) => [site.store, new Set(site.nodes.map((n) => n.id))]));
  const client = connectMqtt({ url: options.brokerUrl, clientId: options.clientId, log });
  const drop = dropper(metrics, log);
  const pending = new Set<Promise<void>>();

  const acknowledge = (store: string, node: string, epoch: string) => {
    metrics.missing.set({ store, node }, acks.summary(store, node).missing);
    // A node that hears no ack sends again; queueing one here would only make it old.
    if (!client.connected) return metrics.acks.inc({ outcome: 'skipped' });
    const sent = publish(client, topicOf(store, node, 'ack'), JSON.stringify(acks.ack(store, node, epoch)), { qos: 1 })
      .then(() => metrics.acks.inc({ outcome: 'sent' }))
      .catch((error: Error) => {
        metrics.acks.inc({ outcome: 'failed' });
        log.warn({ reason: error.message, store, node }, 'an ack could not be sent; the node will ask again');
      })
      .finally(() => pending.delete(sent));
    pending.add(sent);
  };
  const stored = (accepted: Accepted) => announceStored(board, accepted);
  const batcher = new Batcher({ store: options.store, acks, metrics, log, acknowledge, stored });

  const take = async (name: string, payload: Buffer, retained: boolean) => {
    const topic = parseTopic(name);
    if (!topic) return drop('bad-topic', name);
    if (!nodes.has(topic.store)) return drop('unknown-store', topic.store);
    // What the gateway itself tells comes back; a node of that name is a node all the same.
    if (topic.node === GATEWAY_NODE && !nodes.get(topic.store)!.has(GATEWAY_NODE)) return;
    // The tills have a client of their own (gateway/pos/mqtt.ts).
    if (topic.node === POS_NODE) return;
    if (!nodes.get(topic.store)!.has(topic.node)) return drop('unknown-node', `${topic.store}/${topic.node}`);
    const { store, node, channel } = topic;
    // Our own acks come back, and commands are between others.
    if (channel === 'ack' || channel.startsWith('cmd/') || channel.startsWith('rsp/')) return;
    const view = board.node(store, node);
    const text = payload.toString('utf8');
    if (isNodeMessage(channel)) {
      if (retained && text === '') return;
      const fault = await takeNodeMessage(options, view, channel, text, retained);
      metrics.messages.inc({ kind: channel, outcome: fault ? 'refused' : 'taken' });
      if (fault) drop('invalid-node-message', `${store}/${node}/${channel}: ${fault}`);
      else if (channel === 'birth' && view.birth) acknowledge(store, node, view.birth.epoch);
      return;
    }
    if (channel.startsWith('agg/') || channel.startsWith('event/')) {
      const read = readDurable(topic, text, clocks.wall());
      if ('message' in read) clocks.saw(store, Date.parse(read.message.envelope.time));
      if (!retained) board.heard(view);
      return batcher.add(read);
    }
    drop('unknown-channel', `${store}/${node}/${channel}`);
  };

  client.on('message', (topic, payload, packet) => {
    const taken = take(topic, payload, packet.retain)
      .catch((error: unknown) => log.error({ err: error, topic }, 'could not take in a message'))
      .finally(() => pending.delete(taken));
    pending.add(taken);
  });
  client.on('connect', () => {
    client.subscribe('aisle/1/+/+/#', { qos: 1 }, (error) => {
      if (error) log.error({ reason: error.message }, 'the broker refuses the subscription to aisle/1/+/+/#');
    });
  });
  // A node that falls silent sends nothing that could tell so.
  const watch = setInterval(() => board.announceStates(), 2000);
  watch.unref();
  return {
    get connected() {
      return client.connected;
    },
    async close() {
      clearInterval(watch);
      const answers = await endSubscription(client);
      await batcher.close();
      const done = await within(2000, Promise.all(pending));
      // A broker that has fallen silent confirms nothing any more, and a client that waits for it never ends.
      await client.endAsync(!(answers && done && client.connected));
    },
  };
}

function announceStored(board: Board, accepted: Accepted): void {
  for (const [store, messages] of groupBy(accepted.inserted, (m) => m.store)) {
    const kinds = [...new Set(messages.map((m) => `${m.message.family}/${m.message.kind}`))];
    board.emit({ event: 'stored', data: { store, kinds } });
  }
}

/** Whether the broker answered; without an answer within a second it is gone, and so is the subscription. */
async function endSubscription(client: MqttClient): Promise<boolean> {
  if (!client.connected) return false;
  return within(1000, client.unsubscribeAsync('aisle/1/+/+/#'));
}

/** Whether `work` is done, and well, within so many milliseconds. */
function within(patienceMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, patience]).finally(() => clearTimeout(timer));
}

/** Counts what is dropped by its reason, and says each thing once. */
function dropper(metrics: Metrics, log: Logger) {
  const said = new Set<string>();
  return (reason: string, what: string): void => {
    metrics.dropped.inc({ reason });
    const key = `${reason} ${what}`;
    if (said.has(key) || said.size >= 1000) return;
    said.add(key);
    log.warn({ reason, what: what.slice(0, 300) }, 'dropped a message; said once');
  };
}
