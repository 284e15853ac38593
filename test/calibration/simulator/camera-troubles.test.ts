import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOISES } from '../../../calibration/simulator/film/noise.ts';
import { simulateStore } from '../../../calibration/simulator/output/simulate.ts';
import { DEFAULTS } from '../../../calibration/simulator/simulation.ts';
import { parseMot } from '../../../models/contract/mot.ts';

const FPS = 5;
const MINUTES = 10;
const folder = mkdtempSync(join(tmpdir(), 'aisle-troubles-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Trouble {
  camera: string;
  trouble: 'outage' | 'bump' | 'clock';
  fromMs: number;
  toMs: number;
  lateMs: number;
}

describe('cameras that fail', () => {
  let troubles: Trouble[];
  let frames: { frame: number; tMs: number }[];
  const lines = <T>(file: string): T[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const boxes = (path: string) => parseMot(readFileSync(join(folder, path), 'utf8'));

  beforeAll(() => {
    const noise = { ...NOISES.base, outages: 30, outageS: 20, skewS: 2, bumpAt: 0.5, bumpM: 0.6 };
    const film = { minutes: MINUTES, from: 17 * 60, cameras: 4, fps: FPS, noise };
    simulateStore(folder, { ...DEFAULTS, seed: 4, days: 1, products: 200 }, film, () => undefined);
    troubles = lines<Trouble>('truth/cameras.ndjson');
    frames = lines('truth/positions.ndjson');
  });

  it('see nothing in an outage, which the truth names, while there is something to be seen', () => {
    const outages = troubles.filter((t) => t.trouble === 'outage');
    expect(outages.length).toBeGreaterThan(3);
    let missed = 0;
    for (const { camera, fromMs, toMs } of outages) {
      const out = new Set(frames.filter((f) => f.tMs >= fromMs && f.tMs < toMs).map((f) => f.frame));
      expect(boxes(`detections/${camera}.txt`).filter((b) => out.has(b.frame))).toEqual([]);
      missed += boxes(`truth/tracks/${camera}.txt`).filter((b) => out.has(b.frame)).length;
    }
    expect(missed).toBeGreaterThan(50);
  });

  it('are behind by what the truth says, within what was asked for', () => {
    const clocks = troubles.filter((t) => t.trouble === 'clock');
    expect(clocks.length).toBeGreaterThan(0);
    for (const { lateMs } of clocks) {
      expect(lateMs).toBeGreaterThan(0);
      expect(lateMs).toBeLessThanOrEqual(2000);
    }
  });

  it('are knocked aside once, half way through the film', () => {
    const bumps = troubles.filter((t) => t.trouble === 'bump');
    expect(bumps.map(({ camera, fromMs }) => [camera, fromMs])).toEqual([
      [expect.any(String), frames[MINUTES * 30 * FPS - 1].tMs],
    ]);
  });
});
