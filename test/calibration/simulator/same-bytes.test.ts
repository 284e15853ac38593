import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../calibration/simulator/output/simulate.ts';
import { DEFAULTS } from '../../../calibration/simulator/simulation.ts';
import { VERSION } from '../../../models/host/version.ts';

const folder = mkdtempSync(join(tmpdir(), 'aisle-same-bytes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * First 16 digits of the SHA-256 of each file of `simulate --seed 7 --days 2 --products 100 --film 2 --cameras 2`. They hold
 * on every machine: the same seed gives the same bytes. Whoever changes what the simulator makes puts the new ones here
 * (the failing test shows them); if they differ without such a change, something hangs on the machine: an engine's own
 * sine or exponential, an order of files, a clock, a locale. Pictures are left out: their JPEG is the library's.
 */
const PINNED = {
  'calendar.csv': 'cef4dd3897ac82e1',
  'deliveries.csv': 'c894d3f9c33985a5',
  'detections/door.txt': 'aa82071e5fe08150',
  'detections/queue.txt': '4e096f09b41e14fc',
  'holidays.csv': 'e05ee6f5aa1c2c9a',
  'messages.ndjson': 'c0a7f7c74c17efb2',
  'planogram.json': '3a39f701664716cf',
  'pos.ndjson': '3da65a3246bc25e6',
  'prices.csv': '58bde340bf584099',
  'products.csv': 'b66dedd00b70f9d6',
  'promotions.csv': '56e522012461cfbf',
  'site.yaml': '0af8656a9112a1f1',
  'suppliers.csv': '81d2aa7d12aa3648',
  'truth/cameras.ndjson': 'e3b0c44298fc1c14',
  'truth/crossings.ndjson': '755eb5422032a673',
  'truth/days.ndjson': '0e6dcec18da3c32f',
  'truth/dwell.ndjson': 'b798782d2d238ddb',
  'truth/facings.ndjson': 'e3b0c44298fc1c14',
  'truth/picks.ndjson': '78fc676325fd393a',
  'truth/positions.ndjson': '8298c4651e96441c',
  'truth/promotions.ndjson': '2b38c2d052a218e3',
  'truth/queues.ndjson': '9084e9d6cce089d9',
  'truth/scans.ndjson': 'f0c57a0aa23478d0',
  'truth/stock.ndjson': '7be34d4d357a1311',
  'truth/tracks/door.txt': '940eb7316d9570ad',
  'truth/tracks/queue.txt': '14597995a182906a',
  'truth/visits.ndjson': '7d9b60c7d1b7919f',
};

/** The version stands in one message. */
const bytesOf = (path: string): string | Buffer =>
  path.endsWith('messages.ndjson')
    ? readFileSync(path, 'utf8').replace(`"version":"${VERSION}"`, '"version":""')
    : readFileSync(path);

describe('the same seed', () => {
  it('gives the same bytes on every machine', () => {
    const film = { minutes: 2, from: 17 * 60, cameras: 2, fps: 10, noise: NOISES.base };
    simulateStore(folder, { ...DEFAULTS, seed: 7, days: 2, products: 100 }, film, () => undefined);
    const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) =>
      statSync(join(folder, path)).isFile(),
    );
    const hash = (path: string) => createHash('sha256').update(bytesOf(path)).digest('hex').slice(0, 16);
    expect(Object.fromEntries(paths.sort().map((path) => [path, hash(join(folder, path))]))).toEqual(PINNED);
  });

  it('meets no function whose last digit the engine is free to choose', () => {
    // IEEE 754 fixes + − × ÷ and √; ECMAScript leaves these, and `**`, to the engine. random/exact.ts has its own.
    const free =
      /Math\.(?:a?(?:sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot|random)\(|[A-Za-z)\]] \*\* /;
    const root = join(import.meta.dirname, '../../../calibration/simulator');
    const sources = (readdirSync(root, { recursive: true }) as string[])
      .filter((path) => path.endsWith('.ts') && !path.endsWith('exact.ts'))
      .map((path) => join(root, path));
    expect(sources.length).toBeGreaterThan(50);
    const code = (path: string) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(sources.filter((path) => free.test(code(path)))).toEqual([]);
  });
});
