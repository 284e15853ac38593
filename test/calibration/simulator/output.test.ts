import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../calibration/simulator/output/simulate.ts';
import { DEFAULTS, type SimulationOptions } from '../../../calibration/simulator/simulation.ts';
import { analyse } from '../../../edge/analyse.ts';
import { trackRows } from '../../../edge/track/run.ts';
import { importReference } from '../../../gateway/reference/import-file.ts';
import { kindOf } from '../../../gateway/reference/registry.ts';
import { openSqliteDb } from '../../../gateway/store/sqlite-store.ts';
import { parseMot } from '../../../models/contract/mot.ts';
import { parseDurable, parseNodeMessage } from '../../../models/contract/parse.ts';
import { parseTopic } from '../../../models/contract/topics.ts';
import { loadSite } from '../../../models/host/site-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'aisle-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const film = { minutes: 3, from: 11 * 60, cameras: 3, fps: 10, noise: NOISES.base };
const make = (name: string, options: Partial<SimulationOptions> = {}) =>
  simulateStore(
    join(folder, name),
    { ...DEFAULTS, seed: 3, days: 2, products: 110, ...options },
    film,
    () => undefined,
  );

/** Hash of every file, by path. */
function hashes(name: string): Record<string, string> {
  const root = join(folder, name);
  const paths = (readdirSync(root, { recursive: true }) as string[]).filter((p) => statSync(join(root, p)).isFile());
  return Object.fromEntries(
    paths.sort().map((p) => [
      p,
      createHash('sha256')
        .update(readFileSync(join(root, p)))
        .digest('hex'),
    ]),
  );
}

const lines = (name: string, file: string): string[] =>
  readFileSync(join(folder, name, file), 'utf8')
    .split('\n')
    .filter(Boolean);

beforeAll(() => {
  make('a');
});

describe('what simulate writes', () => {
  it('is a store with all its files', () => {
    expect(Object.keys(hashes('a'))).toEqual(
      expect.arrayContaining([
        'site.yaml',
        'messages.ndjson',
        'pos.ndjson',
        'products.csv',
        'deliveries.csv',
        'planogram.json',
        'detections/door.txt',
        'truth/visits.ndjson',
        'truth/crossings.ndjson',
        'truth/dwell.ndjson',
        'truth/queues.ndjson',
        'truth/picks.ndjson',
        'truth/stock.ndjson',
        'truth/promotions.ndjson',
        'truth/days.ndjson',
        'truth/facings.ndjson',
        'truth/positions.ndjson',
        'truth/tracks/door.txt',
      ]),
    );
  });

  it('has reference data that the gateway imports whole, and knows again', async () => {
    const { site } = loadSite(join(folder, 'a', 'site.yaml'));
    const db = await openSqliteDb(':memory:');
    const csv = ['products', 'suppliers', 'deliveries', 'prices', 'promotions', 'holidays'].map((name) => [
      name,
      `${name}.csv`,
    ]);
    for (const [name, file] of [...csv, ['planogram', 'planogram.json'], ['weather', 'calendar.csv']]) {
      const about = { store: site.store, kind: kindOf(name), site, today: '2026-01-01', statePath: folder };
      const send = () => importReference(db, { ...about, path: join(folder, 'a', file) }, () => 0);
      const { accepted, duplicates, rejected } = await send();
      expect([file, accepted > 0 || ['deliveries.csv', 'holidays.csv'].includes(file), duplicates, rejected]).toEqual([
        file,
        true,
        0,
        0,
      ]);
      expect(await send()).toMatchObject({ accepted: 0, duplicates: accepted, rejected: 0 });
    }
    await db.destroy();
  });

  it('passes the contract: site file and every message', () => {
    expect(loadSite(join(folder, 'a', 'site.yaml')).site.store).toBe('sim');
    const seqs: number[] = [];
    for (const line of lines('a', 'messages.ndjson')) {
      const { topic, payload } = JSON.parse(line) as { topic: string; payload: { seq: number; late: boolean } };
      const channel = parseTopic(topic)?.channel ?? '';
      const text = JSON.stringify(payload);
      if (channel === 'state' || channel === 'birth')
        expect(parseNodeMessage(channel, text)).toMatchObject({ ok: true });
      else {
        const parsed = parseDurable(channel, text);
        expect(parsed.ok ? '' : parsed.reason).toBe('');
        expect(payload.late).toBe(false);
        seqs.push(payload.seq);
      }
    }
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs.length).toBeGreaterThan(1000);
  });

  it('counts at the door what the truth has, but for the misses of a counter', () => {
    let counted = 0;
    for (const line of lines('a', 'messages.ndjson')) {
      const { topic, payload } = JSON.parse(line);
      if (topic.endsWith('agg/traffic')) for (const row of payload.data.lines) counted += row.in;
    }
    const truth = lines('a', 'truth/crossings.ndjson').filter((line) => JSON.parse(line).in).length;
    expect(counted / truth).toBeGreaterThan(0.96);
    expect(counted / truth).toBeLessThanOrEqual(1);
  });

  it('goes through the edge’s tracker and events, with truth or without it', () => {
    const { site } = loadSite(join(folder, 'a', 'site.yaml'));
    const look = () => {
      const rows = parseMot(readFileSync(join(folder, 'a', 'detections', 'door.txt'), 'utf8'));
      return analyse(site, 'door', trackRows(rows, { fps: 10, tracker: { kind: 'byte-track' } }).rows, 10);
    };
    const before = look();
    rmSync(join(folder, 'a', 'truth'), { recursive: true });
    expect(look()).toEqual(before);
    expect(before.heat.personS.reduce((a, b) => a + b, 0)).toBeGreaterThan(10);
    make('a');
  });

  it('has the same bytes for the same seed, and others for another', () => {
    make('b');
    expect(hashes('b')).toEqual(hashes('a'));
    make('c', { seed: 4 });
    expect(hashes('c')['pos.ndjson']).not.toBe(hashes('a')['pos.ndjson']);
  });

  it.each(['crowds' as const])('does the same with behaviour %s', (behaviour) => {
    make('d', { behaviour });
    expect(lines('d', 'pos.ndjson').length).toBeGreaterThan(100);
  });
});
