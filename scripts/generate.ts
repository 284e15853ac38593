import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openOffice } from '../gateway/alerts/office.ts';
import { buildApp } from '../gateway/api/app.ts';
import { Board } from '../gateway/board.ts';
import { Clocks } from '../gateway/clock.ts';
import { Acks } from '../gateway/ingest/acks.ts';
import { jobBoard } from '../gateway/jobs/board.ts';
import { JobRunner } from '../gateway/jobs/runner.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { NoteBook } from '../gateway/notes/notes.ts';
import { sqliteSales } from '../gateway/pos/sqlite-sales.ts';
import { Tills } from '../gateway/pos/tills.ts';
import { Reference } from '../gateway/reference/reference.ts';
import { kyselyStore, openSqliteDb } from '../gateway/store/sqlite-store.ts';
import { openPeople } from '../gateway/users/people.ts';
import { asyncApi } from '../models/contract/asyncapi.ts';
import { GatewayConfig } from '../models/contract/gateway-config.ts';
import { defaultConfig } from '../models/contract/gateway-config-parse.ts';
import { Site } from '../models/contract/site.ts';
import { createLogger } from '../models/host/log.ts';
import { PROJECT } from '../models/host/paths.ts';
import { VERSION } from '../models/host/version.ts';

/** Every generated file and what it is made from. `--check` writes nothing and fails when one is stale. */
const FILES: Record<string, () => unknown> = {
  'docs/site.schema.json': () => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...forEditors(Site) }),
  'docs/gateway.schema.json': () => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...forEditors(GatewayConfig),
  }),
  'docs/asyncapi.json': () => asyncApi(VERSION),
  'docs/openapi.json': openApi,
};

/** The API's description, as a gateway with no store in it gives it. */
async function openApi(): Promise<unknown> {
  const db = await openSqliteDb(':memory:');
  const store = kyselyStore(db);
  const sales = sqliteSales(db);
  const board = new Board(Date.now);
  const clocks = new Clocks(board, Date.now);
  const log = createLogger('generate', 'silent');
  const about = { db, store, board, clocks, sites: new Map(), config: defaultConfig(), holder: 'generate', log };
  const runner = new JobRunner({ ...about, jobs: [], timeZone: 'UTC' });
  const app = await buildApp({
    alerts: openOffice(about),
    jobs: jobBoard(db, runner),
    sites: new Map(),
    store,
    sales,
    tills: new Tills({ sales, sites: [], statePath: '', wall: Date.now }),
    board,
    clocks,
    acks: new Acks([]),
    notes: new NoteBook(db),
    reference: new Reference(db),
    metrics: createMetrics(),
    people: openPeople(db, Date.now),
    log,
    version: VERSION,
    pageFolder: undefined,
    brokerConnected: () => false,
  });
  await app.ready();
  const description = app.swagger();
  await app.close();
  await store.close();
  return description;
}

/** What has a default need not be written: an editor must not ask for it. */
function forEditors(schema: unknown): object {
  if (Array.isArray(schema)) return schema.map(forEditors);
  if (schema === null || typeof schema !== 'object') return schema as never;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, forEditors(value)]));
  const properties = copy.properties as Record<string, object> | undefined;
  if (Array.isArray(copy.required) && properties) {
    copy.required = copy.required.filter((name: string) => !('default' in (properties[name] ?? {})));
  }
  return copy;
}

const checking = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, make] of Object.entries(FILES)) {
  const path = join(PROJECT, file);
  const text = formatted(file, JSON.stringify(await make(), null, 2));
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (checking) stale.push(file);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${file}\n`);
  }
}
if (stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}. Run: npm run generate\n`);
  process.exitCode = 1;
}

/** As the formatter would have it, so that one check does not undo the other. */
function formatted(file: string, text: string): string {
  const biome = join(PROJECT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${file}`], {
    cwd: PROJECT,
    input: text,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
