import type { Logger } from '../../models/host/log.ts';
import type { Db } from '../store/tables.ts';
import { DeliveryError, type OpenChannel } from './channel.ts';
import { settleFailed, settleSent, type TakenDelivery, takeDelivery } from './outbox.ts';

/** Waits after each failed try; after the last one the delivery is dead. In all a day and a half. */
const BACK_OFF_S = [5, 30, 120, 600, 1800, 3600, 6 * 3600, 24 * 3600];

export interface DelivererOptions {
  db: Db;
  channels: ReadonlyMap<string, OpenChannel>;
  /** Names this process among those that share the data base. */
  holder: string;
  wall: () => number;
  log: Logger;
}

/**
 * Sends what is in the outbox: each delivery at least once, those of one sequence and channel in order, several channels
 * at a time. What was sent but not settled when the process was killed is sent again with the same key.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #stop = new AbortController();
  #working: Promise<number> | undefined;

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  /** Sends all that is due now; a call during another waits for that one. Answers how many were tried. */
  run(): Promise<number> {
    this.#working ??= this.#run().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #run(): Promise<number> {
    const { db, holder, wall } = this.#options;
    // A receiver that hangs holds up one of these, not all.
    const lanes = Array.from({ length: 4 }, async () => {
      let tried = 0;
      while (!this.#stop.signal.aborted) {
        const delivery = await takeDelivery(db, holder, wall());
        if (!delivery) break;
        await this.#deliver(delivery);
        tried++;
      }
      return tried;
    });
    return (await Promise.all(lanes)).reduce((sum, n) => sum + n, 0);
  }

  async #deliver(delivery: TakenDelivery): Promise<void> {
    const { db, channels, wall, log } = this.#options;
    const { id, channel, attempts } = delivery;
    const open = channels.get(channel);
    try {
      if (!open) throw new DeliveryError('the channel is no longer configured', true);
      await open.send(delivery, this.#stop.signal);
    } catch (error) {
      const { message } = error as Error;
      if (this.#stop.signal.aborted) return settleFailed(db, id, 'cut off by the end of the gateway', wall());
      const waitS = error instanceof DeliveryError && error.final ? undefined : BACK_OFF_S[attempts - 1];
      log.warn({ channel, delivery: id, attempts, reason: message, dead: waitS === undefined }, 'a delivery failed');
      return settleFailed(db, id, message, waitS === undefined ? null : wall() + waitS * 1000);
    }
    await settleSent(db, id, wall());
  }

  /** Cuts off what is under way; it is sent again at the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
    for (const channel of this.#options.channels.values()) await channel.close();
  }
}
