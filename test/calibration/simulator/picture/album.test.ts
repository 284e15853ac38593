import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../../calibration/simulator/output/simulate.ts';
import type { AlbumWish } from '../../../../calibration/simulator/picture/album.ts';
import { printAlbum } from '../../../../calibration/simulator/picture/print.ts';
import type { FacingTruth } from '../../../../calibration/simulator/picture/shelf-truth.ts';
import { DEFAULTS } from '../../../../calibration/simulator/simulation.ts';
import { listPictures } from '../../../../edge/source/images.ts';
import { loadSite } from '../../../../models/host/site-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'aisle-pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WISH: AlbumWish = {
  shelfCameras: 2,
  everyMinutes: 240,
  shakePx: 1,
  frames: [{ camera: 'tills', atMinutes: [17 * 60 + 1, 18 * 60] }],
};
const film = { minutes: 2, from: 17 * 60, cameras: 3, fps: 5, noise: NOISES.base };

async function make(name: string, wish: AlbumWish | undefined, seed = 3) {
  const options = { ...DEFAULTS, seed, days: 1, products: 110 };
  const { album } = simulateStore(join(folder, name), options, film, () => undefined, wish);
  return album && (await printAlbum(join(folder, name), album));
}

function hashes(name: string): Record<string, string> {
  const root = join(folder, name);
  const paths = (readdirSync(root, { recursive: true }) as string[]).filter((p) => statSync(join(root, p)).isFile());
  const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(paths.sort().map((p) => [p, hash(join(root, p))]));
}

const rows = <T>(name: string, file: string): T[] =>
  readFileSync(join(folder, name, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

interface PictureRow {
  camera: string;
  file: string;
  tMs: number;
  facings: FacingTruth[];
}

describe('pictures of a simulated day', () => {
  beforeAll(async () => {
    expect(await make('a', WISH)).toEqual({ pictures: 6, frames: 2 });
  });

  it('lie in a folder a camera, in order, with their truth apart', () => {
    const truth = rows<PictureRow>('a', 'truth/pictures.ndjson');
    expect(truth).toHaveLength(6);
    for (const camera of ['shelf-1', 'shelf-2']) {
      const pictures = listPictures(join(folder, 'a', 'pictures', camera));
      expect(pictures.map(({ frame }) => frame)).toEqual([1, 2, 3]);
      expect(pictures.map(({ path }) => path)).toEqual(
        truth.filter((row) => row.camera === camera).map(({ file }) => join(folder, 'a', file)),
      );
    }
    expect(truth[0].file).toBe('pictures/shelf-1/2025-01-06T0800-0001.jpg');
  });

  it('have a site file that passes the check and names their facings', () => {
    const { site } = loadSite(join(folder, 'a', 'site.yaml'));
    const cameras = site.cameras.filter(({ source }) => source.kind === 'images').map(({ id }) => id);
    expect(cameras).toEqual(['shelf-1', 'shelf-2']);
    for (const { camera, facings } of rows<PictureRow>('a', 'truth/pictures.ndjson')) {
      const shelf = site.shelves.find((it) => it.camera === camera);
      expect(shelf?.facings.map(({ id, sku, capacity }) => ({ facing: id, sku, capacity }))).toEqual(
        facings.map(({ facing, sku, capacity }) => ({ facing, sku, capacity })),
      );
    }
  });

  it('agree with the quarter-hourly truth of the stock', () => {
    const counts = rows<{ tMs: number; units: Record<string, number> }>('a', 'truth/facings.ndjson');
    let compared = 0;
    for (const { tMs, facings } of rows<PictureRow>('a', 'truth/pictures.ndjson')) {
      const count = counts.find((row) => row.tMs === tMs);
      if (!count) continue;
      for (const { sku, units, capacity } of facings) expect(units).toBe(Math.min(capacity, count.units[sku]));
      compared += facings.length;
    }
    // All but the opening's, at which nobody counts.
    expect(compared).toBeGreaterThan(4 * 12);
  });

  it('put people where the film has them, as large as its boxes', () => {
    type Person = { id: number; x: number; y: number; box: number[]; visible: number };
    const [frame] = rows<{ tMs: number; people: Person[] }>('a', 'truth/frames.ndjson');
    const filmed = rows<{ frame: number; tMs: number; people: [number, number, number][] }>(
      'a',
      'truth/positions.ndjson',
    ).find(({ tMs }) => tMs === frame.tMs);
    const tracks = readFileSync(join(folder, 'a', 'truth/tracks/tills.txt'), 'utf8')
      .split('\n')
      .map((line) => line.split(',').map(Number))
      .filter(([number]) => number === filmed?.frame);
    expect(frame.people.length).toBeGreaterThan(0);
    let compared = 0;
    for (const { id, x, y, box } of frame.people) {
      expect(filmed?.people).toContainEqual([id, x, y]);
      const track = tracks.find(([, number]) => Math.floor(number / 100) === id);
      if (!track) continue;
      const [, , left, top, width, height] = track;
      expect(Math.abs((box[0] + box[2]) / 2 - (left + width / 2))).toBeLessThan(12);
      expect(Math.abs(box[1] - top)).toBeLessThan(12);
      expect((box[2] - box[0]) / width).toBeGreaterThan(0.6);
      expect((box[3] - box[1]) / height).toBeGreaterThan(0.6);
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('are the same bytes for the same seed, and others for another', async () => {
    await make('b', WISH);
    expect(hashes('b')).toEqual(hashes('a'));
    await make('c', { ...WISH, shelfCameras: 1, everyMinutes: 700, frames: [] }, 4);
    const file = 'pictures/shelf-1/2025-01-06T0800-0001.jpg';
    expect(hashes('c')[file]).not.toBe(hashes('a')[file]);
  });

  it('change nothing of what happens in the store, and without them nothing is written of them', async () => {
    expect(await make('plain', undefined)).toBeUndefined();
    const [plain, pictured] = [hashes('plain'), hashes('a')];
    expect(Object.keys(plain).filter((path) => /picture|frames/.test(path))).toEqual([]);
    for (const path of ['pos.ndjson', 'truth/visits.ndjson', 'truth/positions.ndjson', 'detections/tills.txt']) {
      expect(pictured[path], path).toBe(plain[path]);
    }
  });

  it('are refused of a camera that the store does not have', async () => {
    const frames = [{ camera: 'roof', atMinutes: [600] }];
    await expect(make('d', { ...WISH, frames })).rejects.toThrow('no camera roof');
  });
});
