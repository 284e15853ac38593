import { BORDER_PX, PX_PER_M, seeded } from '../../calibration/lab/spoil.ts';
import type { Path, Scene } from '../../calibration/lab/spoil-scenes.ts';
import type { MotRow } from '../../models/contract/mot.ts';
import { type Homography, invert, project } from '../../models/geometry/homography.ts';

/** A second spoiler, written apart from calibration/lab/spoil.ts: the same kinds of error, understood in other ways. */
export interface Spoiling {
  /** Share of tracks that break, and at how many places at most. */
  broken: number;
  breaksMost: number;
  gapMeanS: number;
  swapped: number;
  /** Seconds until swapped ids are given back; 0: never. */
  swapForS: number;
  /** Ids are swapped by whole tracks (all that comes later, new ids after breaks as well). */
  missed: number;
  missFirst: boolean;
  /** Bursts are of so many frames; each box's track draws bursts until the share is reached. */
  burst: readonly [number, number];
  ghosts: number;
  ghostKind: 'stands' | 'walks' | 'beside';
  ghostS: readonly [number, number];
  jitterM: number;
  /** px → m of the picture; undefined: straight down. */
  view: Homography | undefined;
}

export const PLAIN: Spoiling = {
  broken: 0.2,
  breaksMost: 1,
  gapMeanS: 1,
  swapped: 0.05,
  swapForS: 0,
  missed: 0.1,
  missFirst: false,
  burst: [3, 15],
  ghosts: 0.1,
  ghostKind: 'stands',
  ghostS: [0.5, 3],
  jitterM: 0,
  view: undefined,
};

const LONGEST_GAP_S = 5;
const NEIGHBOUR_M = 1;

interface Dot {
  frame: number;
  x: number;
  y: number;
  id: number;
}

export function spoilAnew(scene: Scene, how: Spoiling, seed: number): MotRow[] {
  const random = seeded(seed);
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let fresh = 10_000;
  let ways = scene.paths.map((path, p) => dotsOf(path, p + 1));
  if (how.missFirst) ways = ways.map((way) => lose(way, how, random));
  ways = ways.map((way) => (random() < how.broken ? snap(way, scene.fps, how, random, () => fresh++) : way));
  exchange(ways, scene.fps, how, random);
  if (!how.missFirst) ways = ways.map((way) => lose(way, how, random));
  const ghosts = Math.round(how.ghosts * ways.length);
  for (let g = 0; g < ghosts; g++) ways.push(ghostOf(scene, how, random, fresh++));
  const toPx = how.view ? invert(how.view) : undefined;
  const rows = ways.flat().map((dot): MotRow => {
    const [x, y] = [dot.x + how.jitterM * bell(), dot.y + how.jitterM * bell()];
    const [u, v] = toPx ? project(toPx, x, y) : [x * PX_PER_M + BORDER_PX, y * PX_PER_M + BORDER_PX];
    return { frame: dot.frame, id: dot.id, left: u - 10, top: v - 50, width: 20, height: 50, score: 1, extra: NONE };
  });
  return rows.sort((a, b) => a.frame - b.frame || a.id - b.id);
}

const NONE = [-1, -1, -1] as const;

const dotsOf = (path: Path, id: number): Dot[] =>
  path.frames.map((frame, i) => ({ frame, x: path.xM[i], y: path.yM[i], id }));

function snap(way: Dot[], fps: number, how: Spoiling, random: () => number, freshId: () => number): Dot[] {
  const breaks = 1 + Math.floor(random() * how.breaksMost);
  let kept = way;
  for (let b = 0; b < breaks && kept.length > 2; b++) {
    const at = kept[1 + Math.floor(random() * (kept.length - 2))];
    const gapS = Math.min(LONGEST_GAP_S, -how.gapMeanS * Math.log(1 - random()));
    const until = at.frame + Math.max(1, Math.round(gapS * fps));
    const id = freshId();
    const old = at.id;
    const next: Dot[] = [];
    for (const dot of kept) {
      if (dot.frame < at.frame) next.push(dot);
      else if (dot.frame >= until) next.push(dot.id === old ? { ...dot, id } : dot);
    }
    kept = next;
  }
  return kept;
}

/** At a meeting the two ways' ids change places, for good or for a while. */
function exchange(ways: Dot[][], fps: number, how: Spoiling, random: () => number): void {
  const byFrame = new Map<number, { way: number; at: number }[]>();
  ways.forEach((way, w) => {
    way.forEach((dot, at) => {
      const list = byFrame.get(dot.frame) ?? [];
      byFrame.set(dot.frame, list);
      list.push({ way: w, at });
    });
  });
  ways.forEach((way, w) => {
    if (random() >= how.swapped) return;
    const near: { at: number; other: number; otherAt: number }[] = [];
    way.forEach((dot, at) => {
      for (const o of byFrame.get(dot.frame) ?? []) {
        const p = ways[o.way][o.at];
        if (o.way !== w && Math.hypot(p.x - dot.x, p.y - dot.y) <= NEIGHBOUR_M)
          near.push({ at, other: o.way, otherAt: o.at });
      }
    });
    if (near.length === 0) return;
    const pick = near[Math.floor(random() * near.length)];
    const frame = way[pick.at].frame;
    const until = how.swapForS > 0 ? frame + how.swapForS * fps : Number.POSITIVE_INFINITY;
    const other = ways[pick.other];
    const [idA, idB] = [way[pick.at].id, other[pick.otherAt].id];
    for (const list of ways)
      for (const dot of list) {
        if (dot.frame < frame || dot.frame >= until) continue;
        if (dot.id === idA) dot.id = idB;
        else if (dot.id === idB) dot.id = idA;
      }
  });
}

/** Bursts at random places until the share of boxes is gone. */
function lose(way: Dot[], how: Spoiling, random: () => number): Dot[] {
  const [least, most] = how.burst;
  const gone = new Set<number>();
  const bursts = (how.missed * way.length) / ((least + most) / 2);
  const n = Math.floor(bursts) + (random() < bursts % 1 ? 1 : 0);
  for (let b = 0; b < n; b++) {
    const length = least + Math.floor(random() * (most - least + 1));
    const from = Math.floor(random() * way.length);
    for (let i = from; i < from + length; i++) gone.add(i);
  }
  return way.filter((_, i) => !gone.has(i));
}

function ghostOf(scene: Scene, how: Spoiling, random: () => number, id: number): Dot[] {
  const path = scene.paths[Math.floor(random() * scene.paths.length)];
  const from = Math.floor(random() * path.frames.length);
  const frames = Math.max(1, Math.round((how.ghostS[0] + random() * (how.ghostS[1] - how.ghostS[0])) * scene.fps));
  const turn = 2 * Math.PI * random();
  const dots: Dot[] = [];
  let [x, y] = [random() * scene.widthM, random() * scene.heightM];
  const [offX, offY] = [0.6 * Math.cos(turn), 0.6 * Math.sin(turn)];
  const speed = how.ghostKind === 'walks' ? 0.3 + 1.2 * random() : 0;
  for (let i = 0; i < frames; i++) {
    if (how.ghostKind === 'beside') {
      const at = from + i;
      if (at >= path.frames.length) break;
      dots.push({ frame: path.frames[at], x: path.xM[at] + offX, y: path.yM[at] + offY, id });
    } else {
      dots.push({ frame: path.frames[from] + i, x, y, id });
      x += (speed * Math.cos(turn)) / scene.fps;
      y += (speed * Math.sin(turn)) / scene.fps;
    }
  }
  return dots.filter((d) => d.x > 0.05 && d.y > 0.05 && d.x < scene.widthM - 0.05 && d.y < scene.heightM - 0.05);
}
