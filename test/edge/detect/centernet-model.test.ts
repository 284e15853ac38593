import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateWeights } from '../../../edge/detect/weights.ts';
import { type MotRow, parseMot } from '../../../models/contract/mot.ts';
import { decodeCenternet } from '../../../models/detector/centernet.ts';
import { allocateDetections, type Detections } from '../../../models/detector/detections.ts';
import { PROJECT } from '../../../models/host/paths.ts';

const SIZE = 512;
const LEAST_SCORE = 0.3;
const DATA = process.env.AISLE_DATA ?? join(PROJECT, '..', 'shared', 'data');
const silent = { info: () => {}, warn: () => {} };

let session: InferenceSession;
let path: string;

beforeAll(async () => {
  ({ path } = await locateWeights('centernet-mobilenetv3-512', { log: silent }));
  session = await InferenceSession.create(path, { intraOpNumThreads: 2 });
});
afterAll(async () => session.release());

describe('the converted CenterNet', () => {
  it('has the shapes that its decoder expects', async () => {
    const out = await session.run({
      images: new Tensor('float32', new Float32Array(3 * SIZE * SIZE), [1, 3, SIZE, SIZE]),
    });
    expect(out.keypoints.dims).toEqual([1, 80, 128, 128]);
    expect(out.wh.dims).toEqual([1, 4, 128, 128]);
  });

  it('tells how fast it is', async () => {
    const images = new Tensor('float32', new Float32Array(3 * SIZE * SIZE).fill(100), [1, 3, SIZE, SIZE]);
    for (const intraOpNumThreads of [1, 2]) {
      const timed = await InferenceSession.create(path, { intraOpNumThreads });
      const ms: number[] = [];
      for (let i = 0; i < 8; i++) {
        const startedMs = performance.now();
        await timed.run({ images });
        ms.push(performance.now() - startedMs);
      }
      await timed.release();
      console.log(
        `centernet-mobilenetv3-512, threads ${intraOpNumThreads}: ${ms.sort((a, b) => a - b)[4].toFixed(1)} ms`,
      );
    }
  });

  // Measured: recall 0.90 and 0.83, precision 0.65 and 0.96 at a score of 0.3.
  it.for([
    { sequence: 'PETS09-S2L1', pictures: 'img1_every10', every: 8, recall: 0.8, precision: 0.55 },
    { sequence: 'TUD-Stadtmitte', pictures: 'img1', every: 18, recall: 0.7, precision: 0.85 },
  ])('finds the people of $sequence', async ({ sequence, pictures, every, recall, precision }, context) => {
    const folder = join(DATA, 'mot', sequence);
    if (!existsSync(folder)) return context.skip(`${folder} is not there (AISLE_DATA names another folder)`);
    const truth = parseMot(readFileSync(join(folder, 'gt', 'gt.txt'), 'utf8')).filter((row) => row.score !== 0);
    const files = readdirSync(join(folder, pictures)).filter((_, i) => i % every === 0);
    let [people, found, right] = [0, 0, 0];
    for (const file of files) {
      const detections = await detect(join(folder, pictures, file));
      const rows = truth.filter((row) => row.frame === Number.parseInt(file, 10));
      people += rows.length;
      found += detections.count;
      right += matches(detections, rows);
    }
    expect(people).toBeGreaterThan(20);
    expect(right / people).toBeGreaterThan(recall);
    expect(right / found).toBeGreaterThan(precision);
  });
});

/** Letterboxed in the middle, RGB 0–255. */
async function detect(file: string): Promise<Detections> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const scale = SIZE / Math.max(info.width, info.height);
  const [width, height] = [Math.round(info.width * scale), Math.round(info.height * scale)];
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const small = await sharp(data, { raw }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  const [padLeft, padTop] = [Math.floor((SIZE - width) / 2), Math.floor((SIZE - height) / 2)];
  const values = new Float32Array(3 * SIZE * SIZE);
  for (let i = 0; i < small.length; i++) {
    const pixel = Math.floor(i / 3);
    const row = Math.floor(pixel / width) + padTop;
    values[(i % 3) * SIZE * SIZE + row * SIZE + (pixel % width) + padLeft] = small[i];
  }
  const { keypoints, wh } = await session.run({ images: new Tensor('float32', values, [1, 3, SIZE, SIZE]) });
  const out = allocateDetections(100);
  const letterbox = { scale, padLeft, padTop };
  decodeCenternet(keypoints.data as Float32Array, wh.data as Float32Array, letterbox, LEAST_SCORE, out);
  return out;
}

/** How many people have a detection of their own with an IoU of at least 0.5, the best first. */
function matches(detections: Detections, rows: readonly MotRow[]): number {
  const order = Array.from({ length: detections.count }, (_, i) => i).sort(
    (a, b) => detections.score[b] - detections.score[a],
  );
  const free = new Set(rows);
  for (const i of order) {
    const box = detections.xyxy.subarray(i * 4, i * 4 + 4);
    const best = [...free].sort((a, b) => iou(box, b) - iou(box, a))[0];
    if (best !== undefined && iou(box, best) >= 0.5) free.delete(best);
  }
  return rows.length - free.size;
}

function iou([left, top, right, bottom]: Float32Array, row: MotRow): number {
  const width = Math.min(right, row.left + row.width) - Math.max(left, row.left);
  const height = Math.min(bottom, row.top + row.height) - Math.max(top, row.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((right - left) * (bottom - top) + row.width * row.height - shared);
}
