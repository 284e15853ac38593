import { describe, expect, it } from 'vitest';
import { createSimulatedSource } from '../../../calibration/simulator/source.ts';
import type { FacingLook } from '../../../edge/shelf/facing.ts';
import type { Position, SourceItem, SourceOptions } from '../../../edge/source/source.ts';

const config = { kind: 'simulated', seed: 2, products: 110, cameras: 3, speed: 1000, fps: 5 } as const;

const options = (camera: string, signal = new AbortController().signal): SourceOptions => ({
  request: undefined,
  fps: 5,
  live: true,
  camera,
  folder: '.',
  signal,
  dropped: {},
});

/** Pictures before the shop opens at 8. */
const NIGHT = 8 * 3600;

/** The first frames of a camera, as time and boxes. */
async function frames(camera: string, count: number, after?: Position) {
  const source = await createSimulatedSource().open(config, options(camera));
  const found: { tMs: number; boxes: number[]; position?: Position }[] = [];
  for await (const item of source.frames(after)) {
    if (item.kind === 'seam') continue;
    const { tMs, detections, position } = item.frame;
    found.push({ tMs, boxes: [...(detections?.xyxy.subarray(0, 4 * detections.count) ?? [])], position });
    if (found.length === count) break;
  }
  return found;
}

describe('the simulated source', () => {
  it('sees nobody until the shop opens, a picture a second, and is the same each time', async () => {
    const first = await frames('door', NIGHT + 1500);
    expect([first[0], first[NIGHT - 1], first[NIGHT]].map(({ tMs }) => new Date(tMs).toISOString())).toEqual([
      '2025-01-05T23:00:01.000Z',
      '2025-01-06T07:00:00.000Z',
      '2025-01-06T07:00:00.200Z',
    ]);
    for (let i = 1; i < first.length; i++) expect(first[i].tMs).toBeGreaterThan(first[i - 1].tMs);
    expect(first.slice(0, NIGHT).every((f) => f.boxes.length === 0)).toBe(true);
    expect(first.some((f) => f.boxes.length > 0)).toBe(true);
    expect(await frames('door', NIGHT + 1500)).toEqual(first);
  });

  it('looks at the shelves every half minute, and sees what lies there with an error', async () => {
    const source = await createSimulatedSource().open({ ...config, cameras: 5 }, options('aisle-1'));
    const looks: { tMs: number; facings: readonly FacingLook[] }[] = [];
    for await (const item of source.frames()) {
      if (item.kind === 'frame' && item.frame.facings) looks.push({ tMs: item.frame.tMs, facings: item.frame.facings });
      if (looks.length === 40) break;
    }
    const gaps = looks.slice(1).map(({ tMs }, i) => tMs - looks[i].tMs);
    expect([Math.min(...gaps), Math.max(...gaps)]).toEqual([29_800, 30_000]);
    expect(new Set(looks.map(({ facings }) => facings.length)).size).toBe(1);
    const all = looks.flatMap(({ facings }) => facings);
    expect(all.length).toBeGreaterThan(100);
    const hidden = all.filter(({ fill }) => fill === null).length / all.length;
    expect(hidden).toBeGreaterThan(0.01);
    expect(hidden).toBeLessThan(0.12);
    expect(all.every(({ fill, variance }) => variance > 0 && (fill === null || (fill >= 0 && fill <= 1)))).toBe(true);
  });

  it.each([10, NIGHT + 49])('goes on behind frame %i, which it has shown before', async (before) => {
    const first = await frames('tills', before + 1);
    const [next] = await frames('tills', 1, first[before - 1].position);
    expect(next.tMs).toBe(first[before].tMs);
  });

  it('follows nobody over the night: a seam, then empty pictures until the next morning', async () => {
    const [, last] = await frames('door', 2);
    const { recording } = last.position!;
    const evening = { recording, passMs: 0, done: 1, tMs: Date.UTC(2025, 0, 6, 19, 29) };
    const source = await createSimulatedSource().open(config, options('door'));
    const items: SourceItem[] = [];
    for await (const item of source.frames(evening)) {
      items.push(item);
      if (item.kind === 'frame' && item.frame.tMs > Date.UTC(2025, 0, 7, 7)) break;
    }
    const seam = items.findLastIndex(({ kind }) => kind === 'seam');
    const night = items.slice(seam + 1).flatMap((item) => (item.kind === 'frame' ? [item.frame] : []));
    expect(night.length).toBeGreaterThan(11 * 3600);
    expect(Math.max(...night.slice(1).map(({ tMs }, i) => tMs - night[i].tMs))).toBe(1000);
  });

  it('refuses a camera that the simulated store does not have, and names those it has', async () => {
    const open = createSimulatedSource().open(config, options('garden'));
    await expect(open).rejects.toMatchObject({ code: 'SOURCE_REFUSED', fix: 'Use: door, queue, tills.' });
  });
});
