import { describe, expect, it } from 'vitest';
import { createTracker, TRACKER_KINDS, type TrackerOptions } from '../../../edge/track/registry.ts';
import type { Tracks } from '../../../edge/track/tracker.ts';
import { allocateDetections } from '../../../models/detector/detections.ts';

type Box = [left: number, top: number, width: number, height: number, score?: number];
interface Seen {
  tMs: number;
  id: number;
  left: number;
  measured: number;
}

function run(
  frames: Box[][],
  options: TrackerOptions,
  stepMs: (frame: number) => number = (frame) => frame * 100,
): Seen[] {
  const tracker = createTracker(options, 10);
  const seen: Seen[] = [];
  const sink = (tMs: number, tracks: Tracks) => {
    for (let i = 0; i < tracks.count; i++) {
      seen.push({ tMs, id: tracks.id[i], left: tracks.xyxy[i * 4], measured: tracks.measured[i] });
    }
  };
  const detections = allocateDetections(8);
  frames.forEach((boxes, frame) => {
    detections.count = boxes.length;
    boxes.forEach(([left, top, width, height, score = 0.9], i) => {
      detections.xyxy.set([left, top, left + width, top + height], i * 4);
      detections.score[i] = score;
    });
    tracker.step(stepMs(frame), detections, sink);
  });
  tracker.flush(sink);
  return seen;
}

const idsOf = (seen: Seen[]) => [...new Set(seen.map((s) => s.id))];
const walker = (frame: number, score = 0.9): Box => [100 + 6 * frame, 50, 40, 100, score];
const frames = (count: number, boxes: (frame: number) => Box[]) => Array.from({ length: count }, (_, f) => boxes(f));

describe.each(TRACKER_KINDS)('%s', (kind) => {
  it('follows one person under one id, from the first frame on', () => {
    const seen = run(
      frames(20, (f) => [walker(f)]),
      { kind },
    );
    expect(idsOf(seen)).toHaveLength(1);
    expect(seen.map((s) => s.tMs)).toEqual(Array.from({ length: 20 }, (_, f) => f * 100));
    for (const s of seen) expect(Math.abs(s.left - (100 + (6 * s.tMs) / 100))).toBeLessThan(8);
  });

  it('gives nothing for a detection that is seen once', () => {
    expect(
      run(
        frames(10, (f) => (f === 4 ? [walker(f)] : [])),
        { kind },
      ),
    ).toEqual([]);
  });

  it('keeps two people apart who pass each other at different depth', () => {
    const seen = run(
      frames(40, (f) => [
        [100 + 8 * f, 50, 40, 100],
        [420 - 8 * f, 80, 60, 150],
      ]),
      { kind },
    );
    expect(idsOf(seen)).toHaveLength(2);
    const last = seen.filter((s) => s.tMs === 3900).sort((a, b) => a.id - b.id);
    expect(last[0].left).toBeGreaterThan(last[1].left);
  });

  it('keeps the id over a short gap and fills it in, marked as not measured', () => {
    const seen = run(
      frames(30, (f) => (f >= 12 && f < 15 ? [] : [walker(f)])),
      { kind },
    );
    expect(idsOf(seen)).toHaveLength(1);
    expect(seen.filter((s) => s.measured === 0).map((s) => s.tMs)).toEqual([1200, 1300, 1400]);
  });

  it('follows by the same id when the frame rate changes', () => {
    const times = [0, 100, 200, 300, 400, 900, 1000, 1200, 1300, 1800];
    const seen = run(
      times.map((t) => [walker(t / 100)]),
      { kind },
      (f) => times[f],
    );
    expect(idsOf(seen)).toHaveLength(1);
  });

  it('shares nothing with another tracker and is deterministic', () => {
    const scene = frames(25, (f) => [walker(f), [300, 60 + 4 * f, 40, 100, 0.7]]);
    expect(run(scene, { kind })).toEqual(run(scene, { kind }));
  });

  it('hands out each frame once, in order', () => {
    const tracker = createTracker({ kind }, 10);
    const out: number[] = [];
    const detections = allocateDetections(1);
    for (let f = 0; f < 30; f++) tracker.step(f * 100, detections, (tMs) => out.push(tMs));
    expect(out.at(-1)).toBeGreaterThanOrEqual(1900);
    tracker.flush((tMs) => out.push(tMs));
    expect(out).toEqual(Array.from({ length: 30 }, (_, f) => f * 100));
  });

  it('never gives an id again after a flush', () => {
    const tracker = createTracker({ kind }, 10);
    const seen: number[] = [];
    const detections = allocateDetections(1);
    detections.count = 1;
    detections.xyxy.set([10, 10, 50, 110]);
    detections.score[0] = 0.9;
    for (let f = 0; f < 20; f++) {
      tracker.step(f * 100, detections, (_, tracks) => seen.push(...tracks.id.subarray(0, tracks.count)));
      if (f === 9) tracker.flush((_, tracks) => seen.push(...tracks.id.subarray(0, tracks.count)));
    }
    tracker.flush((_, tracks) => seen.push(...tracks.id.subarray(0, tracks.count)));
    expect(new Set(seen).size).toBe(2);
    expect(seen).toHaveLength(20);
  });
});

describe('byte-track', () => {
  it('continues a track, but starts none, on low scores', () => {
    const fading = run(
      frames(20, (f) => [walker(f, f < 10 ? 0.9 : 0.2)]),
      { kind: 'byte-track' },
    );
    expect(fading).toHaveLength(20);
    expect(
      run(
        frames(20, (f) => [walker(f, 0.2)]),
        { kind: 'byte-track' },
      ),
    ).toEqual([]);
  });
});

describe('createTracker', () => {
  it.each([
    { options: { kind: 'none' as 'byte-track' }, fps: 10, message: /there is no tracker "none"/ },
    { options: { kind: 'byte-track' as const, keepS: -1 }, fps: 10, message: /keepS/ },
    { options: { kind: 'byte-track' as const }, fps: 0, message: /not a frame rate/ },
  ])('refuses $message', ({ options, fps, message }) => {
    expect(() => createTracker(options, fps)).toThrow(message);
  });
});
