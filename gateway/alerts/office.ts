import type { AlertChannels, PushSubscription } from '../../models/contract/alerts.ts';
import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import { secretText } from '../../models/host/gateway-config-file.ts';
import type { Logger } from '../../models/host/log.ts';
import type { MqttClient } from '../../models/host/mqtt.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import type { Board } from '../board.ts';
import type { Clocks } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Db } from '../store/tables.ts';
import type { ChannelContext, PushKeys } from './channel.ts';
import { openChannel } from './channels/registry.ts';
import { rulesOf } from './default-rules.ts';
import { Deliverer } from './deliverer.ts';
import { type AlertDesk, alertDesk } from './desk.ts';
import { AlertEngine } from './engine.ts';
import { subscribe, unsubscribe } from './push-book.ts';
import { alertSources } from './sources/registry.ts';

export interface OfficeOptions {
  db: Db;
  store: Store;
  board: Board;
  clocks: Clocks;
  sites: ReadonlyMap<string, LoadedSite>;
  config: GatewayConfig;
  pushKeys?: PushKeys;
  /** The connection that the channels of kind mqtt publish on. */
  mqtt?: () => MqttClient | undefined;
  /** Names this process among those that share the data base. */
  holder: string;
  log: Logger;
}

/** All that the gateway has to do with alerts. Nothing of it moves by itself: see gateway/background.ts. */
export interface AlertOffice {
  desk: AlertDesk;
  engine: AlertEngine;
  deliverer: Deliverer;
  /** What waits, was sent and was given up on each channel. */
  channels(): Promise<AlertChannels['channels']>;
  push: {
    /** Null where no channel of kind push is configured. */
    publicKey: string | null;
    subscribe(store: string, subscription: PushSubscription): Promise<void>;
    unsubscribe(store: string, endpoint: string): Promise<void>;
  };
}

export function openOffice(options: OfficeOptions): AlertOffice {
  const { db, clocks, config, log, pushKeys } = options;
  const rules = rulesOf(config);
  const { routes } = config;
  const wall = () => clocks.wall();
  const context: ChannelContext = {
    ...{ db, mail: config.mail, pushKeys, wall, log },
    mqtt: options.mqtt ?? (() => undefined),
    secret: (secret) => secretText(secret) ?? '',
  };
  const channels = new Map(config.channels.map((channel) => [channel.id, openChannel(channel, context)]));
  const about = { db, clocks, board: options.board, sites: options.sites, rules, routes };
  return {
    desk: alertDesk({ ...about, timeZone: config.timeZone }),
    engine: new AlertEngine({ ...about, timeZone: config.timeZone, store: options.store, sources: alertSources, log }),
    deliverer: new Deliverer({ db, channels, holder: options.holder, wall, log }),
    channels: () => channelCounts(db, config),
    push: {
      publicKey: config.channels.some(({ kind }) => kind === 'push') ? (pushKeys?.publicKey ?? null) : null,
      subscribe: (store, subscription) => subscribe(db, store, subscription, wall()),
      unsubscribe: (store, endpoint) => unsubscribe(db, store, endpoint),
    },
  };
}

async function channelCounts(db: Db, config: GatewayConfig): Promise<AlertChannels['channels']> {
  const counts = await db
    .selectFrom('delivery')
    .select((e) => ['channel', 'state', e.fn.countAll<number>().as('count')] as const)
    .groupBy(['channel', 'state'])
    .execute();
  const failed = await db
    .selectFrom('delivery as d')
    .select(['channel', 'error'])
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('delivery')
        .select((e) => e.fn.max<number>('id').as('id'))
        .where('error', 'is not', null)
        .groupBy('channel'),
    )
    .execute();
  return config.channels.map(({ id, kind }) => {
    const count = (state: string) =>
      Number(counts.find((row) => row.channel === id && row.state === state)?.count ?? 0);
    const lastError = failed.find(({ channel }) => channel === id)?.error ?? null;
    return { id, kind, waiting: count('waiting'), sent: count('sent'), dead: count('dead'), lastError };
  });
}
