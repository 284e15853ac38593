import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateDetections, type Detections } from '../../../models/detector/detections.ts';
import { suppress } from '../../../models/detector/nms.ts';

type Box = readonly [left: number, top: number, right: number, bottom: number, score: number];

function detections(boxes: readonly Box[]): Detections {
  const all = allocateDetections(boxes.length);
  all.count = boxes.length;
  boxes.forEach(([left, top, right, bottom, score], i) => {
    all.xyxy.set([left, top, right, bottom], 4 * i);
    all.score[i] = score;
  });
  return all;
}

function keptOf(boxes: readonly Box[], threshold = 0.5, room = 100): Box[] {
  const out = allocateDetections(room);
  suppress(detections(boxes), threshold, out);
  return Array.from({ length: out.count }, (_, i) => {
    const [left, top, right, bottom] = out.xyxy.subarray(4 * i, 4 * i + 4);
    return [left, top, right, bottom, Math.round(out.score[i] * 1000) / 1000] as const;
  });
}

function iou(a: Box, b: Box): number {
  const w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (w <= 0 || h <= 0) return 0;
  return (w * h) / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h);
}

describe('suppress', () => {
  const A: Box = [0, 0, 10, 20, 0.9];
  const nearA: Box = [1, 0, 11, 20, 0.8];
  const B: Box = [100, 0, 110, 20, 0.5];
  it.each<[string, Box[], Box[]]>([
    ['nothing', [], []],
    ['one box', [B], [B]],
    ['two of one person, the better first', [A, nearA], [A]],
    ['two of one person, the better last', [nearA, A], [A]],
    ['two people, best first', [B, A], [A, B]],
    ['a box twice', [A, A], [A]],
    ['boxes that only touch', [A, [10, 0, 20, 20, 0.3]], [A, [10, 0, 20, 20, 0.3]]],
    // IoU with A is 1/3: below the threshold.
    ['two close people', [A, [5, 0, 15, 20, 0.7]], [A, [5, 0, 15, 20, 0.7]]],
    // nearA goes because of A, so it cannot take the third with it.
    ['a chain', [A, [2, 0, 12, 20, 0.8], [5, 0, 15, 20, 0.7]], [A, [5, 0, 15, 20, 0.7]]],
  ])('%s', (_, boxes, kept) => {
    expect(keptOf(boxes)).toEqual(kept);
  });

  it('keeps the best when there is little room', () => {
    expect(keptOf([B, A], 0.5, 1)).toEqual([A]);
  });

  const size = fc.integer({ min: 1, max: 40 });
  const place = fc.integer({ min: 0, max: 100 });
  const box = fc
    .tuple(place, place, size, size, fc.integer({ min: 1, max: 999 }))
    .map(([x, y, w, h, s]): Box => [x, y, x + w, y + h, s / 1000]);

  it('keeps boxes that do not overlap, drops only what overlaps a better one, and says it all again the same', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 30 }), (boxes) => {
        const kept = keptOf(boxes);
        for (const [i, a] of kept.entries()) {
          for (const b of kept.slice(i + 1)) {
            expect(iou(a, b)).toBeLessThanOrEqual(0.5 + 1e-6);
            expect(a[4]).toBeGreaterThanOrEqual(b[4]);
          }
        }
        for (const dropped of boxes.filter((b) => !kept.some((k) => k.every((v, i) => v === b[i])))) {
          expect(kept.some((k) => k[4] >= dropped[4] && iou(k, dropped) > 0.5 - 1e-6)).toBe(true);
        }
        expect(keptOf(kept)).toEqual(kept);
      }),
    );
  });
});
