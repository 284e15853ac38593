import { describe, expect, it } from 'vitest';
import type { Appearance } from '../../../edge/detect/appearance.ts';
import { Looks } from '../../../edge/detect/looks.ts';
import type { Tracks } from '../../../edge/track/tracker.ts';
import type { Detections } from '../../../models/detector/detections.ts';
import type { Pixels } from '../../../models/detector/letterbox.ts';

const PIXELS: Pixels = { data: new Uint8Array(), width: 0, height: 0, scaleX: 1, scaleY: 1 };
type Box = [left: number, top: number, right: number, bottom: number, score?: number];

/** Whose left border is the look. */
const byPlace: Appearance = {
  describe: async (_pixels, xyxy, index) => Float32Array.of(xyxy[4 * index]),
  close: async () => undefined,
};

const detections = (...boxes: Box[]): Detections => ({
  count: boxes.length,
  xyxy: Float32Array.from(boxes.flatMap((box) => box.slice(0, 4) as number[])),
  score: Float32Array.from(boxes, (box) => box[4] ?? 0.9),
});

const tracks = (...boxes: [id: number, ...Box][]): Tracks => ({
  count: boxes.length,
  id: Float64Array.from(boxes, (box) => box[0]),
  xyxy: Float32Array.from(boxes.flatMap((box) => box.slice(1, 5) as number[])),
  score: new Float32Array(boxes.length),
  measured: new Uint8Array(boxes.length).fill(1),
});

const A: Box = [10, 0, 30, 60];
const B: Box = [100, 0, 120, 60];

describe('looks of the people of a frame', () => {
  it('go to the tracks whose boxes they are, also when those come out later', async () => {
    const looks = new Looks(byPlace);
    await looks.see(0, PIXELS, detections(A, B));
    await looks.see(900, PIXELS, detections(B));
    const found = looks.of(0, tracks([7, ...B], [8, 11, 1, 31, 61], [9, 300, 0, 320, 60]));
    expect([...found]).toEqual([
      [8, Float32Array.of(10)],
      [7, Float32Array.of(100)],
    ]);
    expect([...looks.of(900, tracks([7, ...B]))]).toEqual([[7, Float32Array.of(100)]]);
  });

  it.each([
    ['of half a second are enough', 400, detections(A)],
    ['are not taken of whom somebody else hides', 600, detections(A, [20, 0, 40, 60])],
    ['are not taken of unsure detections', 600, detections([A[0], A[1], A[2], A[3], 0.2])],
  ])('%s', async (_name, tMs, found) => {
    const looks = new Looks(byPlace);
    await looks.see(0, PIXELS, detections(B));
    await looks.see(tMs, PIXELS, found);
    expect(looks.of(tMs, tracks([1, ...A], [2, 20, 0, 40, 60])).size).toBe(0);
  });

  it('are forgotten at a seam and after the time that a tracker looks back', async () => {
    const looks = new Looks(byPlace);
    await looks.see(0, PIXELS, detections(A));
    await looks.see(2000, PIXELS, detections(A));
    expect(looks.of(0, tracks([1, ...A])).size).toBe(0);
    looks.forget();
    expect(looks.of(2000, tracks([1, ...A])).size).toBe(0);
  });
});
