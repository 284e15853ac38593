import mqtt from 'mqtt';
import type { Envelope } from '../../models/contract/envelope.ts';
import { topicOf } from '../../models/contract/topics.ts';
import { birth, envelope, heat, liveMessage, NODE, queue, traffic, zone } from '../support/messages.ts';

/**
 * Nodes of many stores as a program: `load-nodes.ts BROKER STORES SECONDS`. Each tells a minute of traffic, zones and
 * queues each minute, heat every 15 and its live counts every 5 s, spread over the time. At the end it says how many
 * messages it sent and how many were acknowledged.
 */
const [, , broker, count, seconds] = process.argv;
const stores = Number(count);
const client = await mqtt.connectAsync(broker, { clientId: 'bench-nodes', protocolVersion: 4 });
const acked = new Map<string, number>();
client.on('message', (topic, payload) => {
  acked.set(topic.split('/')[2], (JSON.parse(payload.toString()) as { upTo: number }).upTo);
});
await client.subscribeAsync(`aisle/1/+/${NODE}/ack`, { qos: 1 });
const sent = new Array<number>(stores).fill(0);
const name = (store: number) => `store-${store}`;
const publish = (store: number, channel: string, body: unknown, qos: 0 | 1, retain = false) =>
  client.publish(topicOf(name(store), NODE, channel as 'live'), JSON.stringify(body), { qos, retain });

function tell(store: number, channel: Parameters<typeof envelope>[0], data: Envelope['data']): void {
  const seq = ++sent[store];
  publish(store, channel, envelope(channel, seq, data as never, { source: `aisle/1/${name(store)}/${NODE}` }), 1);
}

function minute(store: number, n: number): void {
  const dwellHistogram = [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
  tell(store, 'agg/traffic', traffic(n, { in: 2, out: 1 }));
  tell(
    store,
    'agg/zone',
    zone(n, { visits: 2, ended: 2, dwellHistogram, occupancyS: 40 }, { occupancyS: 90, occupancyMax: 4 }),
  );
  tell(store, 'agg/queue', queue(n, { lengthS: 60, lengthMax: 2, served: 1, waitS: 40 }));
  if (n % 15 === 0)
    tell(
      store,
      'agg/heat',
      heat(n, [
        [3, 20, 5],
        [9, 30, 6],
        [20, 12, 5],
      ]),
    );
}

for (let store = 0; store < stores; store++) publish(store, 'birth', birth(), 1, true);
const began = performance.now();
/** Whose turn it is, of a minute cut into as many parts as there are stores; live counts come twelve times as often. */
for (let done = 0; ; ) {
  const elapsedMs = performance.now() - began;
  if (elapsedMs > Number(seconds) * 1000) break;
  for (const due = Math.floor((elapsedMs / 60_000) * stores * 12); done < due; done++) {
    const store = done % stores;
    publish(store, 'live', liveMessage(), 0);
    // Every twelfth round of live counts is a store's minute; the stores take turns.
    const round = Math.floor(done / stores);
    if ((round + store) % 12 === 0) minute(store, Math.floor(round / 12));
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
}
const total = sent.reduce((sum, n) => sum + n, 0);
const sumAcked = () => [...acked.values()].reduce((sum, n) => sum + n, 0);
const ended = performance.now();
while (sumAcked() < total && performance.now() - ended < 30_000)
  await new Promise((resolve) => setTimeout(resolve, 20));
const behindS = (performance.now() - ended) / 1000;
process.stdout.write(`${JSON.stringify({ sent: total, acked: sumAcked(), behindS })}\n`);
await client.endAsync(true);
