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

/** Whose channel is no longer there. */
const STRAYS = Symbol('strays');

/**
 * Sends what is in the outbox: each delivery at least once, those of one sequence and channel in order. Every channel has
 * a lane of its own, so that one whose receiver hangs keeps no other waiting. What was sent but not settled when the
 * process was killed is sent again with the same key.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #stop = new AbortController();
  readonly #lanes = new Map<string | symbol, Promise<number>>();

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  /** Sends all that is due now; a lane that is busy is waited for. Answers how many were tried. */
  async run(): Promise<number> {
    const tried = await Promise.all([STRAYS, ...this.#options.channels.keys()].map((name) => this.#lane(name)));
    return tried.reduce((sum, n) => sum + n, 0);
  }

  /** The same for whoever looks again and again: it waits for nobody. */
  start(): void {
    this.run().catch((error: unknown) => this.#options.log.error({ err: error }, 'the outbox could not be read'));
  }

  #lane(name: string | symbol): Promise<number> {
    const busy = this.#lanes.get(name);
    if (busy) return busy;
    const lane = this.#empty(name).finally(() => this.#lanes.delete(name));
    this.#lanes.set(name, lane);
    return lane;
  }

  async #empty(name: string | symbol): Promise<number> {
    const { db, holder, wall, channels } = this.#options;
    const of = typeof name === 'string' ? { channel: name } : { notOf: [...channels.keys()] };
    for (let tried = 0; ; tried++) {
      const delivery = this.#stop.signal.aborted ? undefined : await takeDelivery(db, holder, wall(), of);
      if (!delivery) return tried;
      await this.#deliver(delivery);
    }
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
    await Promise.allSettled(this.#lanes.values());
    for (const channel of this.#options.channels.values()) await channel.close();
  }
}
