import { chmodSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AisleError } from '../models/contract/errors.ts';
import type { GatewayConfig } from '../models/contract/gateway-config.ts';
import { defaultConfig } from '../models/contract/gateway-config-parse.ts';
import type { Logger } from '../models/host/log.ts';
import { connectMqtt } from '../models/host/mqtt.ts';
import type { LoadedSite } from '../models/host/site-file.ts';
import { openOffice } from './alerts/office.ts';
import { loadPushKeys } from './alerts/push-book.ts';
import { buildApp } from './api/app.ts';
import type { ApiContext, HttpSettings } from './api/context.ts';
import { startBackground } from './background.ts';
import { DB_FILE } from './backup/restore.ts';
import { enterState } from './backup/state.ts';
import { isLoopback, listenFault, refuseUnsafeBind } from './bind.ts';
import { Board } from './board.ts';
import { brokerUrl, sharedBrokerUrl, startBroker } from './broker.ts';
import { Clocks } from './clock.ts';
import { Acks } from './ingest/acks.ts';
import { startIngest } from './ingest/ingest.ts';
import { jobBoard } from './jobs/board.ts';
import { jobsOf } from './jobs/registry.ts';
import { JobRunner } from './jobs/runner.ts';
import { createMetrics } from './metrics.ts';
import { NoteBook } from './notes/notes.ts';
import { endCutOffImports, sweepUploads } from './pos/cut-off.ts';
import { startPosMqtt } from './pos/mqtt.ts';
import { sqliteSales } from './pos/sqlite-sales.ts';
import { Tills } from './pos/tills.ts';
import { Watch } from './pos/watch.ts';
import { settleErasures } from './privacy/erasure-list.ts';
import { recall } from './recall.ts';
import { Reference } from './reference/reference.ts';
import { kyselyStore, openSqliteDb } from './store/sqlite-store.ts';
import { firstAdminLink, linkText } from './users/invite.ts';
import { nodeOf } from './users/node-credentials.ts';
import { hasUsers, openPeople } from './users/people.ts';
import { openSignOn } from './users/sign-on.ts';

export interface GatewayOptions {
  sites: LoadedSite[];
  /** Folder of the data base; made when missing. */
  statePath: string;
  /** Beyond loopback it needs TLS, and a user in the data base. */
  http: { host: string; port: number } & HttpSettings;
  /** `embedded` listens where the sites' mqtt.url says. */
  broker: 'embedded' | { url: string };
  /** Whom it tells what, and what it keeps; the defaults where left out. */
  config?: GatewayConfig;
  /** Folder of the built page, served at / when it exists. */
  pageFolder?: string;
  /** Whether people at this computer may always look without signing in; else only while there is no user. */
  openLoopback?: boolean;
  log: Logger;
  version: string;
  now?: () => number;
}

export interface Gateway {
  /** Where people open it, e.g. http://127.0.0.1:8080 */
  address: string;
  /** By which the first administrator sets a password, once; where there is no user yet. */
  firstAdmin?: string;
  brokerUrl: string;
  /** For what feeds a simulated store's sales from within the process. */
  tills: Tills;
  clocks: Clocks;
  /** Stores and acknowledges what has come, then stops everything. */
  close(): Promise<void>;
}

/** Starts broker, data base, ingest and API. What was started before a failure is stopped again. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { log, http, now = Date.now } = options;
  const sites = siteMap(options.sites);
  refuseUnsafeBind('the page and the API', http.host, { tls: http.tls !== undefined, users: true });
  const url = options.broker === 'embedded' ? sharedBrokerUrl(options.sites) : brokerUrl(options.broker.url);
  const stops: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    openFolder(options.statePath, log);
    const dbPath = join(options.statePath, DB_FILE);
    const lock = await enterState(options.statePath, async () => {
      sweepUploads(options.statePath, now(), true);
      endCutOffImports(dbPath, now());
    });
    stops.push(async () => lock.release());
    sweepUploads(options.statePath, now(), false);
    const db = await openSqliteDb(dbPath);
    stops.push(() => db.destroy());
    const forgotten = await settleErasures(db, options.statePath);
    if (forgotten > 0) log.warn({ receipts: forgotten }, 'took loyalty ids off again that had been erased');
    const people = openPeople(db, now, { signOn: openSignOn(options.config?.signOn, now) });
    const locks = { tls: http.tls !== undefined, users: await hasUsers(people) };
    refuseUnsafeBind('the page and the API', http.host, locks);
    const store = kyselyStore(db);
    const sales = sqliteSales(db);
    const admit = (user: string, password: string) => nodeOf(db, user, password);
    const outside = http.tls && { host: http.host, tls: http.tls, admit };
    const brokerLog = log.child({ part: 'broker' });
    const broker = options.broker === 'embedded' ? await startBroker(url, brokerLog, outside) : undefined;
    if (broker) stops.push(() => broker.close());

    for (const { site, revision } of options.sites) await store.keepSite(site, revision, now());
    const acks = new Acks(await store.epochs());
    const board = new Board(now);
    const clocks = new Clocks(board, now);
    await recall(store, board, clocks, sites);
    const metrics = createMetrics();
    const ingest = startIngest({
      brokerUrl: broker?.url ?? url.href,
      clientId: `aisle-gateway-${process.pid}-${Math.trunc(performance.now())}`,
      ...{ sites: options.sites, store, acks, board, clocks, metrics },
      log: log.child({ part: 'ingest' }),
    });
    stops.push(() => ingest.close());

    const siteList = options.sites.map(({ site }) => site);
    const tills = new Tills({ sales, sites: siteList, statePath: options.statePath, wall: now });
    const inboxes = new Map(siteList.map(({ store }) => [store, join(options.statePath, 'inbox', store)]));
    const take = (order: { path: string; name: string; store: string; mapping?: string }) =>
      tills.importFile({ ...order, via: 'folder' });
    const watch = new Watch({ folders: inboxes, importFile: take, log: log.child({ part: 'tills' }) });
    watch.start();
    // What imports is stopped before what waits for imports.
    stops.push(() => watch.close());
    stops.push(() => tills.close());
    const tillClient = `aisle-tills-${process.pid}-${Math.trunc(performance.now())}`;
    const { url: tillBroker } = broker ?? { url: url.href };
    const tillsMqtt = startPosMqtt({
      brokerUrl: tillBroker,
      clientId: tillClient,
      tills,
      log: log.child({ part: 'tills' }),
    });
    stops.push(() => tillsMqtt.close());
    const { version, pageFolder, openLoopback, config = defaultConfig() } = options;
    const holder = `${hostname()}-${process.pid}-${Math.trunc(performance.now())}`;
    const uses = (kind: string) => config.channels.some((channel) => channel.kind === kind);
    const speaker = uses('mqtt')
      ? connectMqtt({ url: broker?.url ?? url.href, clientId: `aisle-alerts-${holder}`, log })
      : undefined;
    if (speaker) stops.push(() => speaker.endAsync(true));
    const office = openOffice({
      ...{ db, store, board, clocks, sites, config, holder, mqtt: () => speaker },
      pushKeys: uses('push') ? loadPushKeys(options.statePath) : undefined,
      log: log.child({ part: 'alerts' }),
    });
    const jobs = jobsOf({ config, db, dbPath, stateFolder: options.statePath, context: () => context });
    const { timeZone } = config;
    const runner = new JobRunner({ db, jobs, sites, clocks, timeZone, holder, log: log.child({ part: 'jobs' }) });
    const brokerConnected = () => ingest.connected;
    const context: ApiContext = {
      alerts: office,
      jobs: jobBoard(db, runner),
      notes: new NoteBook(db),
      reference: new Reference(db),
      sites,
      store,
      sales,
      tills,
      board,
      clocks,
      acks,
      metrics,
      people,
      openLoopback,
      http: { ...http, names: namesOf(http) },
      log,
      version,
      pageFolder,
      brokerConnected,
    };
    const app = await buildApp(context);
    stops.push(() => app.close());
    await app.listen({ host: http.host, port: http.port }).catch((error: unknown) => {
      throw listenFault('the page', http.host, http.port, error, 'Stop the other program or choose another --port.');
    });
    const { port } = app.server.address() as AddressInfo;
    const address = `${http.tls ? 'https' : 'http'}://${http.names?.[0] ?? hostOf(http.host)}:${port}`;
    const background = startBackground(office, runner, config, log);
    stops.push(() => background.close());
    const first = openLoopback ? undefined : await firstAdminLink(people);
    const firstAdmin = first && linkText(address, first);
    return { address, firstAdmin, brokerUrl: broker?.url ?? url.href, tills, clocks, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As it stands in a URL. */
const hostOf = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** What the gateway may be called besides the names of loopback: an address that it is bound to is one. */
const namesOf = ({ host, names = [] }: GatewayOptions['http']): string[] =>
  isLoopback(host) || ['0.0.0.0', '::'].includes(host) ? [...names] : [...names, hostOf(host)];

/** Makes the folder of the data base, and shuts it to other users of the machine even where it was there before. */
function openFolder(path: string, log: Logger): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    log.warn({ err: error, path }, 'cannot shut the state folder to other users');
  }
}

function siteMap(sites: LoadedSite[]): Map<string, LoadedSite> {
  const map = new Map(sites.map((loaded) => [loaded.site.store, loaded]));
  if (sites.length > 0 && map.size === sites.length) return map;
  throw new AisleError(
    'BAD_CALL',
    sites.length === 0 ? 'the gateway has no site' : 'two site files name the same store',
    'Give one site file for each store.',
  );
}
