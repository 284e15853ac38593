import { square } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { FloorPlan } from '../world/floor-plan.ts';
import { type View, viewFrom } from '../world/views.ts';
import { type Boxes, MOST, newBoxes, overlap } from './boxes.ts';
import type { FilmNoise } from './noise.ts';
import { TrueBoxes } from './true-boxes.ts';
import type { Body } from './walker.ts';

/** What lasts from frame to frame about one person before one camera. */
interface Watched {
  missedUntil: number;
  jitter: Float64Array;
  frame: number;
}

/** One camera: true boxes of whom it sees, and what a detector makes of them. */
export class CameraFilm {
  readonly view: View;
  /** What is in the picture, without errors. */
  readonly truth: Boxes;
  private readonly eye: TrueBoxes;
  readonly found = newBoxes();
  private readonly noise: FilmNoise;
  private readonly random: Stream;
  private readonly fps: number;
  private readonly watched = new Map<number, Watched>();
  private readonly things: { u: number; v: number; tall: number; on: boolean }[];
  private outUntil = -1;
  /** Frame at which it is knocked out of place (−1: never), and by how many frames its clock is behind. */
  readonly bumpFrame: number;
  readonly lateFrames: number;

  constructor(
    view: View,
    plan: FloorPlan,
    noise: FilmNoise,
    random: Stream,
    fps: number,
    at = { bumpFrame: -1, lateFrames: 0 },
  ) {
    this.view = view;
    this.noise = noise;
    this.random = random;
    this.fps = fps;
    this.bumpFrame = at.bumpFrame;
    this.lateFrames = at.lateFrames;
    this.eye = new TrueBoxes(view, plan, fps);
    this.truth = this.eye.truth;
    this.things = Array.from({ length: noise.things }, () => ({
      u: random.between(0.1, 0.9) * view.width,
      v: random.between(0.4, 0.95) * view.height,
      tall: random.between(0.15, 0.4) * view.height,
      on: false,
    }));
  }

  /** It gives no picture at this frame. */
  out = false;

  /** Looks at everybody; answers false in an outage. */
  look(frame: number, people: readonly Body[]): boolean {
    if (frame === this.bumpFrame) this.bump();
    const { noise, random } = this;
    if (frame >= this.outUntil && noise.outages > 0 && random.uniform() < noise.outages / (3600 * this.fps)) {
      this.outUntil = frame + Math.ceil(random.exponential() * noise.outageS * this.fps);
    }
    this.eye.look(frame, people);
    this.found.count = 0;
    this.out = frame < this.outUntil;
    if (this.out) return false;
    this.detect(frame);
    this.merge();
    this.imagine();
    return true;
  }

  private detect(frame: number): void {
    const { truth, found, noise, random } = this;
    const [none, all] = noise.hidden;
    const begin = noise.missed / Math.max(1e-9, (1 - noise.missed) * noise.burstS * this.fps);
    const keep = 1 - 1 / (noise.jitterS * this.fps);
    const fresh = Math.sqrt(1 - keep * keep);
    for (let i = 0; i < truth.count; i++) {
      const w = this.about(truth.id[i], frame);
      for (let e = 0; e < 4; e++) w.jitter[e] = keep * w.jitter[e] + fresh * random.normal();
      if (w.missedUntil > frame) continue;
      if (random.uniform() < begin) {
        w.missedUntil = frame + Math.ceil(random.exponential() * noise.burstS * this.fps);
        continue;
      }
      const seen = (truth.score[i] - none) / (all - none);
      const small = Math.min(1, truth.height[i] / 60);
      // Half hidden people come and go slowly, not from frame to frame.
      if (seen * (0.4 + 0.6 * small) < 0.5 + 0.25 * w.jitter[3]) continue;
      const k = found.count;
      const [wide, tall] = [truth.width[i], truth.height[i]];
      found.left[k] = truth.left[i] + w.jitter[0] * noise.jitter * wide;
      found.top[k] = truth.top[i] + w.jitter[1] * noise.jitter * tall;
      found.width[k] = Math.max(2, wide * (1 + w.jitter[2] * noise.jitter));
      found.height[k] = Math.max(2, tall * (1 + w.jitter[3] * noise.jitter));
      const score = 0.35 + 0.55 * Math.min(1, truth.score[i]) + 0.06 * w.jitter[0] - 0.15 * (1 - small);
      found.score[k] = Math.min(0.99, Math.max(0.12, score));
      found.id[k] = truth.id[i];
      found.count++;
    }
  }

  private about(id: number, frame: number): Watched {
    let w = this.watched.get(id);
    if (!w || frame - w.frame > 5 * this.fps) {
      if (this.watched.size > 2000) this.watched.clear();
      w = { missedUntil: -1, jitter: new Float64Array(4), frame };
      for (let e = 0; e < 4; e++) w.jitter[e] = this.random.normal();
      this.watched.set(id, w);
    }
    w.frame = frame;
    return w;
  }

  private merge(): void {
    const { found } = this;
    if (this.noise.merged === 0) return;
    for (let i = 0; i < found.count; i++) {
      for (let j = i + 1; j < found.count; j++) {
        const both = overlap(found, i, j);
        const union = found.width[i] * found.height[i] + found.width[j] * found.height[j] - both;
        if (both < 0.6 * union || this.random.uniform() > this.noise.merged) continue;
        const right = Math.max(found.left[i] + found.width[i], found.left[j] + found.width[j]);
        const bottom = Math.max(found.top[i] + found.height[i], found.top[j] + found.height[j]);
        found.left[i] = Math.min(found.left[i], found.left[j]);
        found.top[i] = Math.min(found.top[i], found.top[j]);
        found.width[i] = right - found.left[i];
        found.height[i] = bottom - found.top[i];
        this.drop(j--);
      }
    }
  }

  private drop(j: number): void {
    const last = --this.found.count;
    for (const column of [
      this.found.left,
      this.found.top,
      this.found.width,
      this.found.height,
      this.found.score,
      this.found.id,
    ])
      column[j] = column[last];
  }

  /** Boxes of nobody: fixed things that come and go, and some from nowhere. */
  private imagine(): void {
    const { random, view, noise } = this;
    for (const thing of this.things) {
      if (random.uniform() < 0.5 / this.fps) thing.on = random.uniform() < 0.35;
      if (!thing.on) continue;
      const tall = thing.tall * (1 + 0.02 * random.normal());
      this.add(thing.u - 0.2 * tall, thing.v - tall, 0.4 * tall, tall, 0.15 + 0.3 * random.uniform());
    }
    if (random.uniform() < noise.ghosts) {
      const tall = random.between(0.08, 0.4) * view.height;
      const u = random.uniform() * (view.width - 0.4 * tall);
      this.add(u, random.uniform() * (view.height - tall), 0.4 * tall, tall, random.between(0.12, 0.5));
    }
  }

  private add(left: number, top: number, width: number, height: number, score: number): void {
    const { found } = this;
    if (found.count === MOST) return;
    const k = found.count++;
    found.left[k] = left;
    found.top[k] = top;
    found.width[k] = width;
    found.height[k] = height;
    found.score[k] = score;
    found.id[k] = 0;
  }

  /** Somebody knocks against the camera: it looks beside where it did, and the site file does not know. */
  private bump(): void {
    const { view, noise } = this;
    const f = Math.sqrt(square(view.forward[0]) + square(view.forward[1]));
    const reach = (view.at[2] / -view.forward[2]) * f;
    const x = view.at[0] + (view.forward[0] / f) * reach + view.right[0] * noise.bumpM;
    const y = view.at[1] + (view.forward[1] / f) * reach + view.right[1] * noise.bumpM;
    this.eye.turn(viewFrom(view.id, [view.at[0], view.at[1]], [x, y], view.at[2]));
  }
}
