import type { MotRow } from '../../models/contract/mot.ts';

/** A made scene: where everybody truly is, and what a detector would say. */
export interface Crowd {
  fps: number;
  gt: MotRow[];
  /** Detections by frame from 1 on. */
  det: MotRow[][];
}

const WIDTH = 1920;
const HEIGHT = 1080;
const FPS = 15;
const NO_EXTRA = [-1, -1, -1] as const;

/** Small seeded generator (mulberry32), 0 ≤ value < 1. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * `people` walk between places they choose, about 0.5 body heights a second, with rests. The detector's boxes jitter by
 * 3 %, it misses 8 % of the boxes and those who are two thirds hidden behind somebody nearer, and it sees one thing in
 * two frames that is not there.
 */
export function makeCrowd(seed: number, people: number, frames: number): Crowd {
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const place = () => ({ x: random() * WIDTH, foot: 250 + random() * (HEIGHT - 250) });
  const heightAt = (foot: number) => 60 + 0.16 * foot;
  const walkers = Array.from({ length: people }, () => ({ ...place(), goal: place(), restS: 0 }));
  const crowd: Crowd = { fps: FPS, gt: [], det: [] };
  for (let frame = 1; frame <= frames; frame++) {
    const boxes: MotRow[] = [];
    walkers.forEach((walker, i) => {
      const height = heightAt(walker.foot);
      const step = (0.5 * height) / FPS;
      const dx = walker.goal.x - walker.x;
      const dy = walker.goal.foot - walker.foot;
      const far = Math.hypot(dx, dy);
      if (walker.restS > 0) walker.restS -= 1 / FPS;
      else if (far < step) {
        walker.goal = place();
        walker.restS = random() < 0.3 ? random() * 6 : 0;
      } else {
        walker.x += (dx / far) * step;
        walker.foot += (dy / far) * step;
      }
      boxes.push(row(frame, i + 1, walker.x, walker.foot, height * 0.4, height, 1));
    });
    crowd.gt.push(...boxes);
    const found = boxes
      .filter((box) => random() > 0.08 && !isHidden(box, boxes))
      .map((box) => {
        const jitter = 0.03 * box.height;
        const x = box.left + box.width / 2 + jitter * normal();
        const foot = box.top + box.height + jitter * normal();
        const height = box.height * (1 + 0.03 * normal());
        return row(frame, -1, x, foot, height * 0.4, height, 0.4 + 0.6 * random());
      });
    if (random() < 0.5) {
      const { x, foot } = place();
      found.push(row(frame, -1, x, foot, heightAt(foot) * 0.4, heightAt(foot), 0.1 + 0.4 * random()));
    }
    crowd.det.push(found);
  }
  return crowd;
}

function row(frame: number, id: number, x: number, foot: number, width: number, height: number, score: number): MotRow {
  return { frame, id, left: x - width / 2, top: foot - height, width, height, score, extra: NO_EXTRA };
}

/** Two thirds behind somebody whose feet are nearer to the camera. */
function isHidden(box: MotRow, all: readonly MotRow[]): boolean {
  return all.some((other) => {
    if (other.top + other.height <= box.top + box.height) return false;
    const width = Math.min(box.left + box.width, other.left + other.width) - Math.max(box.left, other.left);
    const height = Math.min(box.top + box.height, other.top + other.height) - Math.max(box.top, other.top);
    return width > 0 && height > 0 && width * height > (2 / 3) * box.width * box.height;
  });
}
