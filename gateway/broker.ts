import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type Client } from 'aedes';
import { AisleError } from '../models/contract/errors.ts';
import type { Logger } from '../models/host/log.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import { listen, listenFault, refuseUnsafeBind } from './bind.ts';
import { mayPublish, maySubscribe } from './broker-rules.ts';
import type { Tls } from './tls.ts';
import type { NodeName } from './users/node-credentials.ts';

export interface Broker {
  /** For the gateway itself. */
  url: string;
  /** Where nodes on other machines come in. */
  outsidePort?: number;
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

/** How nodes on other machines come in: over TLS, each with a password of its own, to its own topics only. */
export interface Outside {
  /** The address to listen on. */
  host: string;
  tls: Tls;
  admit(user: string, password: string): Promise<NodeName | undefined>;
}

/**
 * Starts a broker inside this process. It speaks MQTT 3.1.1 and keeps retained messages in memory. `mqtt:` listens on
 * this machine only; with `mqtts:` it listens for other machines as `outside` says, and besides on a port of this machine
 * that it draws, for the gateway itself.
 */
export async function startBroker(url: URL, log: Logger, outside?: Outside): Promise<Broker> {
  if (url.protocol === 'mqtts:') return startBoth(url, log, outside);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  refuseUnsafeBind('the embedded broker', host);
  const wanted = url.port === '' ? 1883 : Number(url.port);
  const aedes = await newBroker(log);
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

async function newBroker(log: Logger): Promise<Aedes> {
  const aedes = await Aedes.createBroker({ id: 'aisle' });
  aedes.on('clientError', (client, error) => log.debug({ client: client.id, reason: error.message }, 'client error'));
  aedes.on('connectionError', (_, error) => log.debug({ reason: error.message }, 'connection error'));
  return aedes;
}

async function startBoth(url: URL, log: Logger, outside: Outside | undefined): Promise<Broker> {
  if (!outside) {
    const fix = 'Give --tls-cert and --tls-key, or use mqtt://127.0.0.1:1883 in the site file.';
    throw new AisleError('BAD_CALL', 'the embedded broker has no certificate to speak TLS with', fix);
  }
  const aedes = await newBroker(log);
  const strangers = keepToOwnTopics(aedes, outside);
  const inside = createServer((socket) => void aedes.handle(socket));
  const far = createTlsServer({ ...outside.tls, minVersion: 'TLSv1.2' }, (socket) => {
    strangers.add(socket);
    void aedes.handle(socket);
  });
  const close = async () => {
    const closed = [inside, far].map((server) => new Promise((resolve) => server.close(resolve)));
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await Promise.all(closed);
  };
  const wanted = url.port === '' ? 8883 : Number(url.port);
  try {
    const port = await listen(inside, '127.0.0.1', 0);
    const farPort = await listen(far, outside.host, wanted);
    return { url: `mqtt://127.0.0.1:${port}`, outsidePort: farPort, close };
  } catch (error) {
    await close();
    const fix = 'Stop the other program, or set another port in mqtt.url of the site file.';
    throw listenFault('the embedded broker', outside.host, wanted, error, fix);
  }
}

/** Answers the set that holds the sockets of other machines; what comes over them is admitted and kept apart. */
function keepToOwnTopics(aedes: Aedes, { admit }: Outside): WeakSet<object> {
  const strangers = new WeakSet<object>();
  const nodes = new WeakMap<Client, NodeName>();
  const mine = (client: Client): NodeName | undefined | 'inside' =>
    strangers.has(client.conn) ? nodes.get(client) : 'inside';
  aedes.authenticate = (client, user, password, done) => {
    if (!strangers.has(client.conn)) return done(null, true);
    admit(user ?? '', String(password ?? '')).then(
      (node) => {
        if (node) nodes.set(client, node);
        done(null, node !== undefined);
      },
      () => done(null, false),
    );
  };
  aedes.authorizePublish = (client, { topic }, done) => {
    const node = client === null ? 'inside' : mine(client);
    if (node === 'inside' || (node && mayPublish(node, topic))) return done(null);
    done(new Error(`may not publish to ${topic}`));
  };
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const node = mine(client);
    // Null refuses this one subscription; an error would end the connection.
    done(null, node === 'inside' || (node && maySubscribe(node, subscription.topic)) ? subscription : null);
  };
  return strangers;
}
