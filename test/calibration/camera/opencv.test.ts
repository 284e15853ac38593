import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenCv, openOpenCv, type PointPair } from '../../../calibration/camera/opencv.ts';
import { PROJECT } from '../../../models/host/paths.ts';

const built = existsSync(join(PROJECT, 'node_modules/@u4/opencv4nodejs/build/Release/opencv4nodejs.node'));

/** A camera that looks down at a slant. */
const TRUTH = [0.02, 0.001, -3, 0.0005, 0.03, -2, 0.00001, 0.0008, 1];

function project(h: readonly number[], [u, v]: readonly [number, number]): [number, number] {
  const w = h[6] * u + h[7] * v + h[8];
  return [(h[0] * u + h[1] * v + h[2]) / w, (h[3] * u + h[4] * v + h[5]) / w];
}

const pixels: [number, number][] = [];
for (let u = 100; u <= 700; u += 150) for (let v = 100; v <= 500; v += 100) pixels.push([u, v]);
const exact: PointPair[] = pixels.map((px) => ({ px, m: project(TRUTH, px) }));

function worstM(homography: readonly number[]): number {
  return Math.max(...exact.map(({ px, m }) => Math.hypot(...project(homography, px).map((it, i) => it - m[i]))));
}

describe.skipIf(!built)(`OpenCV${built ? '' : ' (skipped: not built; npm run setup:opencv)'}`, () => {
  let openCv: OpenCv;
  beforeAll(async () => {
    openCv = await openOpenCv();
  });
  afterAll(() => openCv?.close());

  it('finds the homography again', async () => {
    const homography = await openCv.findHomography(exact);
    expect(homography).toHaveLength(9);
    expect(worstM(homography)).toBeLessThan(1e-4);
  });

  it('leaves wrong points out when it is told how far off is wrong', async () => {
    const points = exact.map((it, i): PointPair => (i % 5 === 0 ? { px: it.px, m: [it.m[0] + 3, it.m[1] - 2] } : it));
    expect(worstM(await openCv.findHomography(points))).toBeGreaterThan(0.3);
    expect(worstM(await openCv.findHomography(points, { thresholdM: 0.2 }))).toBeLessThan(1e-3);
  });

  it('refuses what has no answer', async () => {
    await expect(openCv.findHomography(exact.slice(0, 3))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const onOnePoint = exact.slice(0, 4).map((): PointPair => ({ px: [1, 1], m: [1, 1] }));
    await expect(openCv.findHomography(onOnePoint)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('holds out many calls at once', async () => {
    const all = await Promise.all(Array.from({ length: 500 }, () => openCv.findHomography(exact, { thresholdM: 0.1 })));
    expect(Math.max(...all.map(worstM))).toBeLessThan(1e-3);
  });

  it('says so when it has been closed', async () => {
    const other = await openOpenCv();
    await other.close();
    await expect(other.findHomography(exact)).rejects.toMatchObject({ code: 'TOOL_MISSING' });
    await other.close();
  });
});
