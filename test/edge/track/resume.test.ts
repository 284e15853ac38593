import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byFrame } from '../../../edge/source/detections.ts';
import { createTracker, TRACKER_KINDS, type TrackerOptions } from '../../../edge/track/registry.ts';
import { scoreScale } from '../../../edge/track/score-scale.ts';
import type { TrackerState, Tracks } from '../../../edge/track/tracker.ts';
import { parseMot } from '../../../models/contract/mot.ts';
import type { Detections } from '../../../models/detector/detections.ts';
import { DATA, missing } from '../../support/data.ts';
import { detectionsOf } from '../../support/detections.ts';

const throughJson = (state: TrackerState) => JSON.parse(JSON.stringify(state)) as TrackerState;

interface Frame {
  tMs: number;
  detections: Detections;
}

/** What a tracker hands out to the bit, when it goes over to a new one by way of JSON before each of these frames. */
function run(options: TrackerOptions, frames: readonly Frame[], stops: readonly number[] = [], seam = -1): string[] {
  let tracker = createTracker(options, 10);
  const out: string[] = [];
  const sink = (tMs: number, { count, id, xyxy, score, measured }: Tracks) => {
    const bytes = Buffer.from(xyxy.slice(0, 4 * count).buffer).toString('hex');
    out.push(
      [tMs, ...id.subarray(0, count), bytes, ...score.subarray(0, count), ...measured.subarray(0, count)].join(),
    );
  };
  frames.forEach(({ tMs, detections }, i) => {
    if (stops.includes(i)) {
      const state = throughJson(tracker.snapshot());
      tracker = createTracker(options, 10);
      tracker.restore(state);
      expect(throughJson(tracker.snapshot())).toEqual(state);
    }
    if (i === seam) tracker.flush(sink);
    tracker.step(tMs, detections, sink);
  });
  tracker.flush(sink);
  return out;
}

/** People who walk, stand, are missed and cross each other, and boxes of nobody. */
const walker = fc.record({
  left: fc.double({ min: 0, max: 600, noNaN: true }),
  top: fc.double({ min: 0, max: 300, noNaN: true }),
  speed: fc.constantFrom(0, 0, -9, 4, 15),
  from: fc.nat(40),
  score: fc.double({ min: 0.1, max: 1, noNaN: true }),
  missed: fc.integer({ min: 2, max: 9 }),
});
const scene = fc
  .record({
    walkers: fc.array(walker, { maxLength: 10 }),
    length: fc.integer({ min: 1, max: 90 }),
    gapMs: fc.constantFrom(33, 100, 140, 333),
  })
  .map(({ walkers, length, gapMs }) =>
    Array.from({ length }, (_, f): Frame => {
      const there = walkers.filter(({ from, missed }) => f >= from && (f - from) % missed !== missed - 1);
      const boxes = there.map(({ left, top, speed, from, score }) => ({
        left: left + speed * (f - from),
        top,
        width: 40 + (f % 3),
        height: 110,
        score: f % 5 === 0 ? score / 2 : score,
      }));
      return { tMs: f * gapMs, detections: detectionsOf(boxes) };
    }),
  );

describe.each(TRACKER_KINDS)('%s, stopped and gone on with', (kind) => {
  const options = fc.constantFrom<TrackerOptions>(
    { kind },
    { kind, confirmHits: 2, stillS: 1 },
    { kind, lagS: 0, smoothS: 0, lookBack: 0 },
  );

  it('hands out the same to the bit as one that was never stopped', () => {
    fc.assert(
      fc.property(
        options,
        scene,
        fc.array(fc.nat(90), { maxLength: 4 }),
        fc.nat(200),
        (chosen, frames, stops, seam) => {
          expect(run(chosen, frames, stops, seam)).toEqual(run(chosen, frames, [], seam));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has room for a crowd again', () => {
    const boxes = Array.from({ length: 300 }, (_, i) => {
      return { left: (i % 30) * 60, top: Math.floor(i / 30) * 120, width: 40, height: 100, score: 0.9 };
    });
    const frames = Array.from({ length: 20 }, (_, f) => ({ tMs: f * 100, detections: detectionsOf(boxes) }));
    expect(run({ kind }, frames, [6, 12])).toEqual(run({ kind }, frames));
  });

  const path = join(DATA, 'mot', 'PETS09-S2L1', 'det', 'det.txt');
  const absent = missing(path);
  it.skipIf(absent)(`does so on recorded detections${absent ? ` (skipped: ${absent})` : ''}`, () => {
    const rows = parseMot(readFileSync(path, 'utf8'), path);
    const scale = scoreScale(rows);
    const frames = byFrame(rows.map((row) => ({ ...row, score: scale(row.score) }))).map((boxes, f) => {
      return { tMs: (f * 1000) / 7, detections: detectionsOf(boxes) };
    });
    const stops = [1, 7, 100, 101, 350, 600, frames.length - 1];
    expect(run({ kind }, frames, stops)).toEqual(run({ kind }, frames));
  });
});
