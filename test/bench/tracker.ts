import { evalTracks } from '../../calibration/lab/tracks.ts';
import { createTracker } from '../../edge/track/registry.ts';
import type { Tracks } from '../../edge/track/tracker.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import type { Detections } from '../../models/detector/detections.ts';
import { detectionsOf } from '../support/detections.ts';
import { type BenchOptions, median } from './bench.ts';
import { makeCrowd } from './crowd.ts';
import { runPeer } from './peer-tracker.ts';

const PEOPLE = 30;
const SCENE_FRAMES = 1500;
const ROUNDS = 5;
const LONG_RUN_FRAMES = 1_000_000;
const WARM_UP_FRAMES = 20_000;
const NO_EXTRA = [-1, -1, -1] as const;

export const name = 'tracker';

/**
 * 30 people: frames a second (the middle of some alternating rounds) and IDF1 beside npm's tracker on the same
 * detections, and what the heap has grown by over 10⁶ frames (needs `--expose-gc`).
 */
export async function run(options: BenchOptions): Promise<Record<string, number>> {
  const crowd = makeCrowd(options.seed, PEOPLE, SCENE_FRAMES);
  const frames = crowd.det.map(detectionsOf);
  // First, while nothing else is there that could be freed meanwhile.
  const heapGrowthBytes = heapGrowth(frames, crowd.fps);
  let read = 0;
  const rounds = Array.from({ length: ROUNDS }, () => ({
    seconds: track(frames, crowd.fps, (_, { xyxy }, i) => {
      read += xyxy[4 * i];
    }),
    peer: runPeer(crowd.det),
  }));
  if (!Number.isFinite(read)) throw new Error('the tracker gave a box that is none');
  const rate = (seconds: number[]) => Math.round(SCENE_FRAMES / median(seconds));
  return {
    framesPerSecond: rate(rounds.map(({ seconds }) => seconds)),
    peerFramesPerSecond: rate(rounds.map(({ peer }) => peer.seconds)),
    idf1: evalTracks(crowd.gt, trackedRows(frames, crowd.fps)).IDF1,
    peerIdf1: evalTracks(crowd.gt, rounds[0].peer.rows).IDF1,
    heapGrowthBytes,
  };
}

/** Seconds for the whole scene; `onBox` is asked for each box. */
function track(frames: readonly Detections[], fps: number, onBox: (frame: number, tracks: Tracks, i: number) => void) {
  const tracker = createTracker({ kind: 'byte-track' }, fps);
  const sink = (tMs: number, tracks: Tracks) => {
    const frame = Math.round((tMs * fps) / 1000);
    for (let i = 0; i < tracks.count; i++) onBox(frame, tracks, i);
  };
  const start = performance.now();
  frames.forEach((detections, i) => {
    tracker.step(((i + 1) * 1000) / fps, detections, sink);
  });
  tracker.flush(sink);
  return (performance.now() - start) / 1000;
}

function trackedRows(frames: readonly Detections[], fps: number): MotRow[] {
  const rows: MotRow[] = [];
  track(frames, fps, (frame, { id, xyxy }, i) => {
    const [left, top] = [xyxy[i * 4], xyxy[i * 4 + 1]];
    const [width, height] = [xyxy[i * 4 + 2] - left, xyxy[i * 4 + 3] - top];
    rows.push({ frame, id: id[i], left, top, width, height, score: 1, extra: NO_EXTRA });
  });
  return rows;
}

function heapGrowth(frames: readonly Detections[], fps: number): number {
  const tracker = createTracker({ kind: 'byte-track' }, fps);
  let boxes = 0;
  const sink = (_: number, tracks: Tracks) => {
    boxes += tracks.count;
  };
  let before = 0;
  for (let i = 0; i < LONG_RUN_FRAMES; i++) {
    if (i === WARM_UP_FRAMES) before = heapInUse();
    tracker.step((i * 1000) / fps, frames[i % frames.length], sink);
  }
  const growth = heapInUse() - before;
  if (boxes === 0) throw new Error('the tracker gave no boxes');
  return growth;
}

function heapInUse(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
