import type { MotRow } from '../../models/contract/mot.ts';
import type { Scene } from './spoil-scenes.ts';

/** How a tracker errs. Shares of tracks or boxes; times in seconds. */
export interface Noise {
  /** Tracks that break, and get a new id after a gap of exponential length. */
  broken: number;
  gapMeanS: number;
  gapMaxS: number;
  /** Tracks that change their id with a neighbour's. */
  swapped: number;
  neighbourM: number;
  /** Boxes missed, in bursts of so many frames. */
  missed: number;
  burst: readonly [number, number];
  /** Tracks of nobody, as a share of the true ones, of so many seconds. */
  falseTracks: number;
  falseS: readonly [number, number];
  /** Standard deviation of each position. */
  jitterM: number;
  /** A false track goes on at walking pace (else it stays where it is, but for jitter). */
  falseWalks: boolean;
}

/** The noise that the targets are stated for. */
export const BASE_NOISE: Noise = {
  broken: 0.2,
  gapMeanS: 1,
  gapMaxS: 5,
  swapped: 0.05,
  neighbourM: 1,
  missed: 0.1,
  burst: [3, 15],
  falseTracks: 0.1,
  falseS: [0.5, 3],
  jitterM: 0,
  falseWalks: false,
};

/** Another family, never tuned on: more breaks, longer gaps, walking ghosts, jumping boxes. */
export const OTHER_NOISE: Noise = {
  ...BASE_NOISE,
  broken: 0.3,
  gapMeanS: 1.5,
  swapped: 0.08,
  falseTracks: 0.2,
  jitterM: 0.06,
  falseWalks: true,
};

interface Box {
  frame: number;
  /** Index of the true way, −1 for nobody. */
  path: number;
  id: number;
  xM: number;
  yM: number;
}

/** Small seeded generator (mulberry32), 0 ≤ value < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A scene's boxes as a tracker of that noise would give them; the same seed gives the same rows. */
export function spoil(scene: Scene, noise: Noise, seed: number): MotRow[] {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let nextId = scene.paths.length + 1;
  const ways = scene.paths.map((path, p) =>
    path.frames.map((frame, i): Box => ({ frame, path: p, id: p + 1, xM: path.xM[i], yM: path.yM[i] })),
  );
  const kept = ways.map((way) =>
    random() < noise.broken ? breakOnce(way, scene.fps, noise, random, () => nextId++) : way,
  );
  swapSome(kept, noise, random);
  const seen = kept.flatMap((way) => missSome(way, noise, random));
  const ghosts = Math.round(noise.falseTracks * scene.paths.length);
  for (let g = 0; g < ghosts; g++) seen.push(...ghost(scene, noise, random, nextId++));
  const rows = seen.map((box) => toRow(box, noise.jitterM * normal(), noise.jitterM * normal()));
  return rows.sort((a, b) => a.frame - b.frame || a.id - b.id);
}

function breakOnce(way: Box[], fps: number, noise: Noise, random: () => number, newId: () => number): Box[] {
  const at = 1 + Math.floor(random() * Math.max(1, way.length - 1));
  const gapS = Math.min(noise.gapMaxS, -noise.gapMeanS * Math.log(1 - random()));
  const from = way[0].frame + at + Math.round(gapS * fps);
  const id = newId();
  return way.filter((box, i) => i < at || box.frame >= from).map((box, i) => (i < at ? box : { ...box, id }));
}

/** From a moment at which another is near on, the two have each other's ids. */
function swapSome(ways: Box[][], noise: Noise, random: () => number): void {
  const byFrame = new Map<number, Box[]>();
  for (const box of ways.flat()) {
    const others = byFrame.get(box.frame);
    if (others) others.push(box);
    else byFrame.set(box.frame, [box]);
  }
  const swaps: { frame: number; a: number; b: number }[] = [];
  for (const way of ways) {
    if (random() >= noise.swapped) continue;
    const meetings = way.flatMap((box) =>
      (byFrame.get(box.frame) ?? [])
        .filter((o) => o.path !== box.path && Math.hypot(o.xM - box.xM, o.yM - box.yM) <= noise.neighbourM)
        .map((other) => ({ frame: box.frame, a: box.id, b: other.id })),
    );
    if (meetings.length > 0) swaps.push(meetings[Math.floor(random() * meetings.length)]);
  }
  swaps.sort((p, q) => p.frame - q.frame);
  const label = new Map<number, number>();
  let next = 0;
  for (const frame of [...byFrame.keys()].sort((p, q) => p - q)) {
    for (; next < swaps.length && swaps[next].frame <= frame; next++) {
      const { a, b } = swaps[next];
      const [labelA, labelB] = [label.get(a) ?? a, label.get(b) ?? b];
      label.set(a, labelB);
      label.set(b, labelA);
    }
    for (const box of byFrame.get(frame) ?? []) box.id = label.get(box.id) ?? box.id;
  }
}

/** Bursts begin as often as makes the share of missed boxes right. */
function missSome(way: Box[], noise: Noise, random: () => number): Box[] {
  const [least, most] = noise.burst;
  const mean = (least + most) / 2;
  const begin = noise.missed / (mean * (1 - noise.missed) + noise.missed);
  const kept: Box[] = [];
  for (let i = 0; i < way.length; i++) {
    if (random() < begin) i += least + Math.floor(random() * (most - least + 1)) - 1;
    else kept.push(way[i]);
  }
  return kept;
}

function ghost(scene: Scene, noise: Noise, random: () => number, id: number): Box[] {
  const path = scene.paths[Math.floor(random() * scene.paths.length)];
  const first = path.frames[Math.floor(random() * path.frames.length)];
  const frames = Math.round((noise.falseS[0] + random() * (noise.falseS[1] - noise.falseS[0])) * scene.fps);
  let xM = random() * scene.widthM;
  let yM = random() * scene.heightM;
  const turn = 2 * Math.PI * random();
  const stepM = noise.falseWalks ? (0.5 + random()) / scene.fps : 0;
  const boxes: Box[] = [];
  for (let i = 0; i < frames; i++) {
    boxes.push({ frame: first + i, path: -1, id, xM, yM });
    xM += stepM * Math.cos(turn);
    yM += stepM * Math.sin(turn);
  }
  return boxes.filter((b) => b.xM > 0 && b.yM > 0 && b.xM < scene.widthM && b.yM < scene.heightM);
}

/** Pixels a metre of the flat pictures that the boxes are given in, and the border around the floor. */
export const PX_PER_M = 50;
export const BORDER_PX = 200;
/** Row-major px → m of these pictures. */
export const FLAT_HOMOGRAPHY = [
  1 / PX_PER_M,
  0,
  -BORDER_PX / PX_PER_M,
  0,
  1 / PX_PER_M,
  -BORDER_PX / PX_PER_M,
  0,
  0,
  1,
];
const NO_EXTRA = [-1, -1, -1] as const;

/** A box whose foot point is the position. */
function toRow(box: Box, dx: number, dy: number): MotRow {
  const [width, height] = [24, 60];
  const left = (box.xM + dx) * PX_PER_M + BORDER_PX - width / 2;
  const top = (box.yM + dy) * PX_PER_M + BORDER_PX - height;
  return { frame: box.frame, id: box.id, left, top, width, height, score: 0.9, extra: NO_EXTRA };
}
