import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { AisleError } from '../models/contract/errors.ts';
import type { Logger } from '../models/host/log.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import { listen, listenFault, refuseUnsafeBind } from './bind.ts';

export interface Broker {
  url: string;
  close(): Promise<void>;
}

const PROTOCOLS = ['mqtt:', 'mqtts:'];

/** Checks a broker's URL: its form and its protocol. Its text is not shown, since it may hold a password. */
export function brokerUrl(text: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Said below.
  }
  if (url && PROTOCOLS.includes(url.protocol) && url.hostname) return url;
  throw new AisleError(
    'BAD_CALL',
    `the broker's URL has ${url ? `the protocol ${url.protocol}` : 'no form that can be read'}`,
    'Use mqtt://host:port or mqtts://host:port.',
  );
}

/** The one broker URL that all sites name. */
export function sharedBrokerUrl(sites: LoadedSite[]): URL {
  const [first, ...others] = sites.map(({ site }) => site.mqtt.url);
  if (others.some((url) => url !== first)) {
    throw new AisleError(
      'BAD_CALL',
      'the site files name different brokers',
      'Give all sites of one gateway the same mqtt.url, or start a gateway for each.',
    );
  }
  return brokerUrl(first);
}

/** Starts a broker inside this process, on this machine only. It speaks MQTT 3.1.1 and keeps retained messages in memory. */
export async function startBroker(url: URL, log: Logger): Promise<Broker> {
  if (url.protocol !== 'mqtt:') {
    throw new AisleError(
      'BAD_CALL',
      'the embedded broker speaks no TLS',
      'Use mqtt://127.0.0.1:1883 in the site file.',
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  refuseUnsafeBind('the embedded broker', host);
  const wanted = url.port === '' ? 1883 : Number(url.port);
  const aedes = await Aedes.createBroker({ id: 'aisle' });
  aedes.on('clientError', (client, error) => log.debug({ client: client.id, reason: error.message }, 'client error'));
  aedes.on('connectionError', (_, error) => log.debug({ reason: error.message }, 'connection error'));
  const server = createServer((socket) => void aedes.handle(socket));
  let port: number;
  try {
    port = await listen(server, host, wanted);
  } catch (error) {
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    const fix =
      'Stop the other program, set another port in mqtt.url of the site file, or give the gateway that broker by its URL.';
    throw listenFault('the embedded broker', host, wanted, error, fix);
  }
  return {
    url: `mqtt://${url.hostname}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}
