import { instant } from '../models/contract/ids.ts';
import type { Site } from '../models/contract/site.ts';
import { type Channel, topicOf } from '../models/contract/topics.ts';
import type { Logger } from '../models/host/log.ts';
import { connectMqtt, type MqttClient, publish } from '../models/host/mqtt.ts';

const FAREWELL_MS = 2000;

/** A node's connection to the broker, and what it says over it that nobody needs to acknowledge. */
export class Voice {
  readonly client: MqttClient;
  private readonly store: string;
  private readonly node: string;
  private readonly log: Logger;

  constructor({ store, mqtt }: Site, node: string, log: Logger) {
    this.store = store;
    this.node = node;
    this.log = log;
    this.client = connectMqtt({
      url: mqtt.url,
      clientId: `aisle-${store}-${node}`,
      will: { topic: topicOf(store, node, 'state'), payload: JSON.stringify({ state: 'offline' }) },
      log,
    });
  }

  /** Says nothing while there is no connection. */
  say(channel: Channel, message: unknown, { retain = false, qos = 0 as 0 | 1 } = {}): Promise<void> {
    if (!this.client.connected) return Promise.resolve();
    const topic = topicOf(this.store, this.node, channel);
    return publish(this.client, topic, JSON.stringify(message), { qos, retain }).catch((error: Error) =>
      this.log.debug({ reason: error.message, channel }, 'not sent'),
    );
  }

  /** What the broker tells whoever asks later, too. */
  keepSaid(channel: Channel, message: unknown): Promise<void> {
    return this.say(channel, message, { retain: true, qos: 1 });
  }

  /** Says goodbye, if it can within 2 s, and ends the connection. `before` comes between the two. */
  async end(nowMs: number, before: () => void): Promise<void> {
    if (this.client.connected) {
      const bye = this.keepSaid('state', { state: 'offline', time: instant(nowMs) });
      await Promise.race([bye, new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref())]);
    }
    before();
    await new Promise<void>((resolve) => this.client.end(true, {}, () => resolve()));
  }
}
