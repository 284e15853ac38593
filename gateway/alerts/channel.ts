import type { Channel as ChannelConfig, MailServer } from '../../models/contract/channels.ts';
import type { Logger } from '../../models/host/log.ts';
import type { MqttClient } from '../../models/host/mqtt.ts';
import type { Db } from '../store/tables.ts';
import type { TakenDelivery } from './outbox.ts';

/** What a delivery may become that was not taken. Of one that is `final` no try will do better. */
export class DeliveryError extends Error {
  readonly final: boolean;

  constructor(message: string, final: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DeliveryError';
    this.final = final;
  }
}

/** A way to tell somebody. It may be called for the same delivery again, and then sends the same `idempotency`. */
export interface OpenChannel {
  /** Resolves when the other side has taken it. Throws a DeliveryError, or anything, which is tried again. */
  send(delivery: TakenDelivery, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What channels may use of the gateway. */
export interface ChannelContext {
  db: Db;
  mail: MailServer | undefined;
  mqtt: () => MqttClient | undefined;
  /** Text of a secret of the configuration. */
  secret(secret: string | { env: string }): string;
  /** The gateway's own key pair for web push. */
  pushKeys: PushKeys | undefined;
  wall: () => number;
  log: Logger;
}

/** P-256, base64url: the public key uncompressed (65 bytes), the private one its scalar (32 bytes). */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

/** A kind of channel: one file in channels/, listed in channels/registry.ts. */
export interface ChannelKindOf<C extends ChannelConfig> {
  kind: C['kind'];
  create(config: C, context: ChannelContext): OpenChannel;
}
