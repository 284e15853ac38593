import type { FastifyInstance } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { expect } from 'vitest';
import { type AlertOffice, openOffice } from '../../gateway/alerts/office.ts';
import { createPushKeys } from '../../gateway/alerts/web-push.ts';
import { buildApp } from '../../gateway/api/app.ts';
import type { ApiContext, HttpSettings } from '../../gateway/api/context.ts';
import { Board } from '../../gateway/board.ts';
import { Clocks } from '../../gateway/clock.ts';
import { Acks } from '../../gateway/ingest/acks.ts';
import { isRefusal, readDurable } from '../../gateway/ingest/read.ts';
import { jobBoard } from '../../gateway/jobs/board.ts';
import { jobsOf } from '../../gateway/jobs/registry.ts';
import { JobRunner } from '../../gateway/jobs/runner.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { NoteBook } from '../../gateway/notes/notes.ts';
import type { Sales } from '../../gateway/pos/sales.ts';
import { sqliteSales } from '../../gateway/pos/sqlite-sales.ts';
import { Tills } from '../../gateway/pos/tills.ts';
import { Reference } from '../../gateway/reference/reference.ts';
import type { Accepted, Incoming } from '../../gateway/store/batch.ts';
import { kyselyStore } from '../../gateway/store/sqlite-store.ts';
import type { Store } from '../../gateway/store/store.ts';
import type { Db } from '../../gateway/store/tables.ts';
import type { People } from '../../gateway/users/people.ts';
import type { Envelope } from '../../models/contract/envelope.ts';
import type { GatewayConfig } from '../../models/contract/gateway-config.ts';
import { defaultConfig } from '../../models/contract/gateway-config-parse.ts';
import { check } from '../../models/contract/parse.ts';
import type { Role } from '../../models/contract/rights.ts';
import type { LoadedSite } from '../../models/host/site-file.ts';
import { freshDb } from './fresh-db.ts';
import { silent, tempFolder, testSite } from './gateway.ts';
import { NODE, STORE, T0 } from './messages.ts';
import { type PageHeaders, signedIn, testPeople } from './people.ts';

/** A message as ingest reads it from the wire. */
export function incoming(message: Envelope, store = STORE, node = NODE): Incoming {
  const [, family, kind] = message.type.split('.');
  const read = readDurable({ store, node, channel: `${family}/${kind}` }, JSON.stringify(message), T0);
  if (isRefusal(read)) throw new Error(read.reason);
  return read;
}

export const feed = (store: Store, ...messages: Envelope[]): Promise<Accepted> =>
  store.accept({ messages: messages.map((m) => incoming(m)), refusals: [], contiguous: [] });

/** The API over a real data base, without broker and port; its time stands where `nowMs` says. */
export interface TestApi {
  app: FastifyInstance;
  store: Store;
  sales: Sales;
  tills: Tills;
  alerts: AlertOffice;
  runner: JobRunner;
  db: Db;
  board: Board;
  clocks: Clocks;
  time: { nowMs: number };
  people: People;
  /** Headers of somebody of that role who is signed in, to be given to `app.inject`. */
  as(role: Role, scope?: string): Promise<PageHeaders>;
  /** Answers 200 with what the schema says, or fails the test. */
  get<S extends TSchema>(schema: S, path: string): Promise<Static<S>>;
  /** Answers a problem of that status. */
  problem(status: number, path: string): Promise<{ detail: string; fix?: string }>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  /** Whether one may look without signing in, as in the demo; it is so unless said otherwise. */
  open?: boolean;
  /** Stores besides the first. */
  others?: LoadedSite[];
  http?: HttpSettings;
  config?: GatewayConfig;
  /** A migrated data base that is there already, instead of an empty one. */
  db?: Db;
}

export async function testApi(
  site: LoadedSite = testSite(),
  nowMs = T0 + 3_600_000,
  { open = true, others = [], http = { perMinute: 0 }, config = defaultConfig(), db: given }: TestApiOptions = {},
): Promise<TestApi> {
  const folder = tempFolder();
  const time = { nowMs };
  const now = () => time.nowMs;
  const db = given ?? (await freshDb(`${folder.path}/gateway.db`));
  const store = kyselyStore(db);
  const sales = sqliteSales(db);
  const tills = new Tills({ sales, sites: [site.site], statePath: folder.path, wall: now });
  const people = testPeople(db, now);
  const board = new Board(now);
  const clocks = new Clocks(board, now);
  const sites = new Map([site, ...others].map((one) => [one.site.store, one]));
  const about = { db, store, board, clocks, sites, config, holder: 'test', log: silent };
  const alerts = openOffice({ ...about, pushKeys: createPushKeys() });
  const dbPath = `${folder.path}/gateway.db`;
  const jobs = jobsOf({ ...about, dbPath, stateFolder: folder.path, context: () => context });
  const runner = new JobRunner({ ...about, jobs, timeZone: config.timeZone });
  const context: ApiContext = {
    ...{ alerts, jobs: jobBoard(db, runner) },
    ...{
      store,
      sales,
      tills,
      notes: new NoteBook(db),
      reference: new Reference(db),
      board,
      clocks,
      acks: new Acks(),
      metrics: createMetrics(),
      log: silent,
      version: 'test',
    },
    sites,
    ...{ people, openLoopback: open, http },
    brokerConnected: () => true,
  };
  const app = await buildApp(context);
  const request = (path: string) => app.inject({ url: path, headers: { host: 'localhost' } });
  return {
    ...{ app, store, sales, tills, alerts, runner, db, board, clocks, people, time },
    as: (role, scope) => signedIn(people, role, scope),
    async get(schema, path) {
      const response = await request(path);
      expect(response.statusCode, response.body).toBe(200);
      const checked = check(schema, response.json());
      if (!checked.ok) throw new Error(`${path}: ${checked.reason}: ${response.body.slice(0, 500)}`);
      return checked.value;
    },
    async problem(status, path) {
      const response = await request(path);
      expect(response.statusCode, response.body).toBe(status);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.body).not.toContain('.ts:');
      return response.json();
    },
    async close() {
      await app.close();
      await store.close();
      folder.remove();
    },
  };
}
