import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../calibration/simulator/output/simulate.ts';
import { DEFAULTS } from '../../../calibration/simulator/simulation.ts';
import { analyse } from '../../../edge/analyse.ts';
import { edgeChecks } from '../../../edge/site-checks.ts';
import { trackRows } from '../../../edge/track/run.ts';
import { importFile } from '../../../gateway/pos/import-file.ts';
import { sqliteSales } from '../../../gateway/pos/sqlite-sales.ts';
import { importReference } from '../../../gateway/reference/import-file.ts';
import { kindOf } from '../../../gateway/reference/registry.ts';
import { kyselyStore, openSqliteDb, sqliteOf } from '../../../gateway/store/sqlite-store.ts';
import type { Db } from '../../../gateway/store/tables.ts';
import { parseMot } from '../../../models/contract/mot.ts';
import { parseTopic } from '../../../models/contract/topics.ts';
import { loadSite } from '../../../models/host/site-file.ts';
import { incoming } from '../../support/api.ts';

const FPS = 10;
const folder = mkdtempSync(join(tmpdir(), 'aisle-without-truth-'));
const store = join(folder, 'store');
/** Keys and reject files: those of one gateway, before and after. */
const state = join(folder, 'state');
afterAll(() => rmSync(folder, { recursive: true }));

const site = () => loadSite(join(store, 'site.yaml'), edgeChecks);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every row of every table but the one that is drawn at random for each data base. */
function contentOf(db: Db): Record<string, string> {
  const sqlite = sqliteOf(db);
  const names = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all();
  return Object.fromEntries(
    (names as string[])
      .filter((name) => !name.startsWith('kysely_') && name !== 'secret')
      .map((name) => [name, hash(JSON.stringify(sqlite.prepare(`SELECT * FROM "${name}"`).all()))]),
  );
}

async function messages(db: Db): Promise<number> {
  const accept = kyselyStore(db);
  const lines = readFileSync(join(store, 'messages.ndjson'), 'utf8').split('\n').filter(Boolean);
  const read = lines.flatMap((line) => {
    const { topic, payload } = JSON.parse(line);
    const at = parseTopic(topic);
    return at && payload.type ? [incoming(payload, at.store, at.node)] : [];
  });
  for (let i = 0; i < read.length; i += 500) {
    await accept.accept({ messages: read.slice(i, i + 500), refusals: [], contiguous: [] });
  }
  return read.length;
}

async function sales(db: Db): Promise<number> {
  const path = join(store, 'pos.ndjson');
  const order = { path, store: 'sim', via: 'command' as const, site: site().site, statePath: state };
  return (await importFile(sqliteSales(db), order, () => 0)).accepted;
}

async function reference(db: Db): Promise<number> {
  const files = ['products', 'suppliers', 'deliveries', 'prices', 'promotions', 'holidays'].map((n) => [n, `${n}.csv`]);
  let accepted = 0;
  for (const [name, file] of [...files, ['planogram', 'planogram.json'], ['weather', 'calendar.csv']]) {
    const about = { store: 'sim', kind: kindOf(name), site: site().site, today: '2026-01-01', statePath: state };
    accepted += (await importReference(db, { ...about, path: join(store, file) }, () => 0)).accepted;
  }
  return accepted;
}

/** What each part of the product makes of the folder: how much it took in, and a fingerprint of the outcome. */
const PARTS: Record<string, () => Promise<unknown>> = {
  'the check of the site file': async () => site(),
  'analyse, of each camera’s detections': async () =>
    site().site.cameras.map(({ id }) => {
      const rows = parseMot(readFileSync(join(store, 'detections', `${id}.txt`), 'utf8'));
      const tracks = trackRows(rows, { fps: FPS, tracker: { kind: 'byte-track' } }).rows;
      return hash(JSON.stringify([tracks, analyse(site().site, id, tracks, FPS)]));
    }),
  'the gateway’s store, of the messages': () => imported(messages),
  'the gateway’s receipts': () => imported(sales),
  'the gateway’s reference data': () => imported(reference),
};

async function imported(take: (db: Db) => Promise<number>): Promise<unknown> {
  const db = await openSqliteDb(':memory:');
  const taken = await take(db);
  expect(taken).toBeGreaterThan(50);
  const content = contentOf(db);
  await db.destroy();
  return { taken, content };
}

describe('nothing that runs on a simulated store reads truth/', () => {
  const before = new Map<string, unknown>();
  beforeAll(async () => {
    const film = { minutes: 3, from: 11 * 60, cameras: 3, fps: FPS, noise: NOISES.base };
    simulateStore(store, { ...DEFAULTS, seed: 5, days: 2, products: 110 }, film, () => undefined);
    expect(existsSync(join(store, 'truth', 'visits.ndjson'))).toBe(true);
    for (const [name, part] of Object.entries(PARTS)) before.set(name, await part());
    rmSync(join(store, 'truth'), { recursive: true });
  }, 60_000);

  it.each(Object.keys(PARTS))('%s comes to the same without it', async (name) => {
    expect(await PARTS[name]()).toEqual(before.get(name));
  });
});
