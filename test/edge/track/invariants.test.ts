import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTracker, TRACKER_KINDS, type TrackerKind } from '../../../edge/track/registry.ts';
import type { Tracks } from '../../../edge/track/tracker.ts';
import { allocateDetections } from '../../../models/detector/detections.ts';

interface Frame {
  gapMs: number;
  boxes: { x: number; y: number; width: number; height: number; score: number }[];
}

const box = fc.record({
  x: fc.integer({ min: -50, max: 300 }),
  y: fc.integer({ min: -50, max: 300 }),
  width: fc.integer({ min: 1, max: 90 }),
  height: fc.integer({ min: 1, max: 200 }),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
});
const scene = fc.array(
  fc.record({ gapMs: fc.integer({ min: 1, max: 900 }), boxes: fc.array(box, { maxLength: 12 }) }),
  { maxLength: 40 },
);

interface Out {
  tMs: number;
  ids: number[];
  xyxy: number[];
}

function run(kind: TrackerKind, frames: readonly Frame[]): { times: number[]; out: Out[] } {
  const tracker = createTracker({ kind, confirmHits: 2 }, 10);
  const out: Out[] = [];
  const sink = (tMs: number, { count, id, xyxy }: Tracks) => {
    out.push({ tMs, ids: [...id.subarray(0, count)], xyxy: [...xyxy.subarray(0, 4 * count)] });
  };
  const times: number[] = [];
  let tMs = 0;
  for (const { gapMs, boxes } of frames) {
    tMs += gapMs;
    times.push(tMs);
    const detections = allocateDetections(boxes.length);
    detections.count = boxes.length;
    boxes.forEach(({ x, y, width, height, score }, i) => {
      detections.xyxy.set([x, y, x + width, y + height], i * 4);
      detections.score[i] = score;
    });
    tracker.step(tMs, detections, sink);
  }
  tracker.flush(sink);
  return { times, out };
}

describe.each(TRACKER_KINDS)('%s, whatever it is given', (kind) => {
  it('hands out each frame once, in time, each id once in it, and boxes that are boxes', () => {
    fc.assert(
      fc.property(scene, (frames) => {
        const { times, out } = run(kind, frames);
        expect(out.map((frame) => frame.tMs)).toEqual(times);
        for (const { ids, xyxy } of out) {
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.every((id) => id > 0)).toBe(true);
          expect(xyxy.every(Number.isFinite)).toBe(true);
          for (let i = 0; i < ids.length; i++) {
            expect(xyxy[4 * i + 2]).toBeGreaterThan(xyxy[4 * i]);
            expect(xyxy[4 * i + 3]).toBeGreaterThan(xyxy[4 * i + 1]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same again', () => {
    fc.assert(
      fc.property(scene, (frames) => {
        expect(run(kind, frames)).toEqual(run(kind, frames));
      }),
      { numRuns: 25 },
    );
  });

  it('has room for a crowd', () => {
    const boxes = Array.from({ length: 300 }, (_, i) => {
      return { x: (i % 30) * 60, y: Math.floor(i / 30) * 120, width: 40, height: 100, score: 0.9 };
    });
    const { out } = run(
      kind,
      Array.from({ length: 12 }, () => ({ gapMs: 100, boxes })),
    );
    expect(out.map(({ ids }) => ids.length)).toEqual(Array(12).fill(300));
    expect(new Set(out.flatMap(({ ids }) => ids)).size).toBe(300);
  });
});
