import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Logger } from './log.ts';

export type { MqttClient };

export interface MqttOptions {
  url: string;
  clientId: string;
  will?: { topic: string; payload: string };
  log: Logger;
}

/**
 * A client that keeps trying for ever. It speaks MQTT 5, and 3.1.1 where the broker knows no 5. Nothing is queued inside
 * the client while it is away: what must not be lost waits in the outbox.
 */
export function connectMqtt(options: MqttOptions): MqttClient {
  const settings: IClientOptions = {
    clientId: options.clientId,
    protocolVersion: 5,
    clean: true,
    keepalive: 15,
    reconnectPeriod: 1000,
    reconnectOnConnackError: true,
    connectTimeout: 10_000,
    queueQoSZero: false,
    resubscribe: true,
    will: options.will && {
      topic: options.will.topic,
      payload: Buffer.from(options.will.payload),
      qos: 1,
      retain: true,
    },
  };
  const client = mqtt.connect(options.url, settings);
  let said = '';
  client.on('error', (error: Error & { code?: number | string }) => {
    // 132 (MQTT 5) and 1 (3.1.1) are the broker's "unsupported protocol version".
    if (client.options.protocolVersion === 5 && (error.code === 132 || error.code === 1)) {
      client.options.protocolVersion = 4;
      options.log.debug('the broker knows no MQTT 5; using 3.1.1');
      // At once, and not only after the pause that a broker that is away gets.
      client.once('close', () => {
        if (!client.disconnecting) client.reconnect();
      });
      return;
    }
    const text = error.message || String(error.code);
    if (text !== said) options.log.warn({ reason: text }, 'the broker cannot be reached; trying again');
    said = text;
  });
  client.on('connect', () => {
    said = '';
    options.log.info('connected to the broker');
  });
  return client;
}

/** Publishes and waits until the broker has taken it (QoS 1) or it is on the wire (QoS 0). */
export function publish(
  client: MqttClient,
  topic: string,
  payload: string,
  options: { qos: 0 | 1; retain?: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    client.publish(topic, payload, { qos: options.qos, retain: options.retain ?? false }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
