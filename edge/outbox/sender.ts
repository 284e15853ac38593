import { parseNodeMessage } from '../../models/contract/parse.ts';
import { type Channel, topicOf } from '../../models/contract/topics.ts';
import type { Logger } from '../../models/host/log.ts';
import { type MqttClient, publish } from '../../models/host/mqtt.ts';
import type { Outbox } from './outbox.ts';

/** Messages that may be on the wire without the gateway's word for them. */
const WINDOW = 500;
/** Silence after which what is unacknowledged is sent again; doubles up to the longest. */
const RESEND_MS = 5000;
const RESEND_LONGEST_MS = 60_000;

/**
 * Sends the outbox in order and forgets what the gateway acknowledges. The broker's own acknowledgement counts for
 * nothing: after a silence, and at each new connection, everything that still waits is sent again.
 */
export class Sender {
  private readonly outbox: Outbox;
  private readonly client: MqttClient;
  private readonly store: string;
  private readonly node: string;
  private readonly log: Logger;
  private sentTo = 0;
  private heardMs = 0;
  private resendMs = RESEND_MS;
  private sending = false;
  private again = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(outbox: Outbox, client: MqttClient, store: string, node: string, log: Logger) {
    this.outbox = outbox;
    this.client = client;
    this.store = store;
    this.node = node;
    this.log = log;
  }

  start(): void {
    const ackTopic = topicOf(this.store, this.node, 'ack');
    this.client.on('message', (topic, payload) => {
      if (topic === ackTopic) this.heard(payload.toString());
    });
    this.client.on('connect', () => {
      this.client.subscribe(ackTopic, { qos: 1 }, () => {
        this.sentTo = 0;
        this.heardMs = Date.now();
        this.kick();
      });
    });
    this.timer = setInterval(() => this.kick(), 1000);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** There may be something to send. */
  kick(): void {
    if (this.sending) this.again = true;
    else void this.send();
  }

  private heard(text: string): void {
    const ack = parseNodeMessage('ack', text);
    if (!ack.ok) {
      this.log.warn({ reason: ack.reason }, 'an acknowledgement that cannot be read');
      return;
    }
    let forgotten: number;
    try {
      forgotten = this.outbox.acknowledge(ack.value);
    } catch (error) {
      // What stays is sent again, and the gateway acknowledges it again.
      this.log.error({ reason: (error as Error).message }, 'the disk does not take an acknowledgement');
      return;
    }
    if (forgotten > 0) {
      this.heardMs = Date.now();
      this.resendMs = RESEND_MS;
      this.kick();
    }
  }

  private async send(): Promise<void> {
    this.sending = true;
    try {
      do {
        this.again = false;
        if (!this.client.connected) return;
        const [first] = this.outbox.after(0, 1);
        if (!first) return;
        const inFlight = this.sentTo >= first.seq;
        if (!inFlight) this.heardMs = Date.now();
        else if (Date.now() - this.heardMs > this.resendMs) {
          this.sentTo = 0;
          this.heardMs = Date.now();
          this.resendMs = Math.min(this.resendMs * 2, RESEND_LONGEST_MS);
        }
        const rows = this.outbox.after(this.sentTo, WINDOW).filter((row) => row.seq < first.seq + 2 * WINDOW);
        for (const row of rows) this.sentTo = Math.max(this.sentTo, row.seq);
        const sent = rows.map((row) =>
          publish(this.client, topicOf(this.store, this.node, row.channel as Channel), row.body, { qos: 1 }),
        );
        await Promise.all(sent);
      } while (this.again);
    } catch (error) {
      // The connection broke: the next one sends everything again.
      this.log.debug({ reason: (error as Error).message }, 'sending was interrupted');
    } finally {
      this.sending = false;
    }
  }
}
