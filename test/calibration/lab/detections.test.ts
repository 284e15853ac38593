import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evalDetections, parseFrameRange } from '../../../calibration/lab/detections.ts';
import type { MotRow } from '../../../models/contract/mot.ts';

const box = (frame: number, left: number, score = 1, extra: MotRow['extra'] = [-1, -1, -1]): MotRow => ({
  frame,
  id: -1,
  left,
  top: 0,
  width: 40,
  height: 100,
  score,
  extra,
});

describe('evalDetections', () => {
  it('takes the area under the precision envelope, all points', () => {
    const gt = [box(1, 0), box(1, 200), box(2, 0)];
    const det = [box(1, 0, 0.9), box(1, 400, 0.8), box(1, 200, 0.7), box(2, 300, 0.6)];
    const scores = evalDetections(gt, det);
    expect(scores.AP).toBeCloseTo(1 / 3 + (1 / 3) * (2 / 3), 12);
    expect(scores).toMatchObject({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, threshold: 0.7 });
  });

  it('counts a second box on one person as wrong', () => {
    expect(evalDetections([box(1, 0)], [box(1, 0, 0.9), box(1, 2, 0.8)]).AP).toBe(1);
    expect(evalDetections([box(1, 0), box(1, 300)], [box(1, 0, 0.9), box(1, 2, 0.8), box(1, 300, 0.7)]).AP).toBeCloseTo(
      0.5 + 0.5 * (2 / 3),
      12,
    );
  });

  it('leaves out what falls on an ignored box, but not what an evaluated box can take', () => {
    const gt = [box(1, 0, 1, [1, 1, 0]), box(1, 8, 0, [7, 1, 0])];
    expect(evalDetections(gt, [box(1, 9, 0.9), box(1, 8, 0.8)])).toMatchObject({ AP: 1, precision: 1 });
  });

  it.each([
    { name: 'the frames of the ground truth', frames: undefined, precision: 1 },
    { name: 'the frames that are asked for, also without anybody in them', frames: '1:5:2', precision: 0.5 },
    { name: 'no others', frames: '1:2', precision: 1 },
  ])('judges $name', ({ frames, precision }) => {
    const range = frames === undefined ? undefined : parseFrameRange(frames);
    const scores = evalDetections([box(1, 0)], [box(3, 0, 0.9), box(1, 0, 0.5)], { frames: range });
    expect(scores.precision).toBe(precision);
  });

  it('judges overlap by the given threshold', () => {
    expect(evalDetections([box(1, 0)], [box(1, 10)], { iou: 0.5 }).AP).toBe(1);
    expect(evalDetections([box(1, 0)], [box(1, 10)], { iou: 0.7 }).AP).toBe(0);
  });

  it.each(['', '5', '9:1', '1:5:0', '1:5:2:3', 'a:b', '-1:4'])('refuses the range "%s"', (text) => {
    expect(() => parseFrameRange(text)).toThrow('not a range of frames');
  });

  it('gives 1 for the truth itself, and loses when a box is removed', () => {
    const lefts = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lefts, fc.nat(), (places, pick) => {
        const gt = places.map((place) => box(1 + (place % 3), place * 50));
        expect(evalDetections(gt, gt)).toMatchObject({ AP: 1, recall: 1, precision: 1, f1: 1 });
        const less = gt.filter((_, i) => i !== pick % gt.length);
        expect(evalDetections(gt, less).recall).toBeLessThan(1);
      }),
    );
  });
});
