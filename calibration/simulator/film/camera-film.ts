import { square } from '../random/exact.ts';
import type { Stream } from '../random/stream.ts';
import type { FloorPlan } from '../world/floor-plan.ts';
import { projectTo, type View, viewFrom } from '../world/views.ts';
import type { FilmNoise } from './noise.ts';
import { Sight } from './sight.ts';
import type { Body } from './walker.ts';

/** Half of a person's width at the shoulders, and how much more of a box an arm takes. */
const HALF_WIDE_M = 0.24;
const REACH_WIDER = 1.45;
/** The foot's front is this much nearer to the camera than the body's axis. */
const FOOT_M = 0.08;
/** A trolley in front of somebody makes the box wider, and its wheels are its lower edge. */
const TROLLEY_WIDER = 1.35;
const TROLLEY_M = 0.5;
const LEAST_PX = 14;
/** Rows at which it is asked what of a body is hidden by another. */
const ROWS = 6;
const GONE_S = 2;
export const TRACKS_A_PERSON = 100;

/** Boxes of one camera at one moment, as columns; `id` is 0 for boxes of nobody. */
export interface Boxes {
  count: number;
  left: Float64Array;
  top: Float64Array;
  width: Float64Array;
  height: Float64Array;
  score: Float64Array;
  id: Float64Array;
}

const MOST = 256;
export const newBoxes = (): Boxes => ({
  count: 0,
  left: new Float64Array(MOST),
  top: new Float64Array(MOST),
  width: new Float64Array(MOST),
  height: new Float64Array(MOST),
  score: new Float64Array(MOST),
  id: new Float64Array(MOST),
});

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
  readonly truth = newBoxes();
  readonly found = newBoxes();
  private readonly noise: FilmNoise;
  private readonly random: Stream;
  private readonly fps: number;
  private sight: Sight;
  private looks: View;
  private readonly shown = new Map<number, { frame: number; track: number }>();
  private readonly watched = new Map<number, Watched>();
  private readonly depth = new Float64Array(MOST);
  private readonly covered = new Float64Array(MOST);
  /** Bodies as strips: column of the axis at the box's top, columns a row further down, half a width. */
  private readonly axis = new Float64Array(MOST);
  private readonly lean = new Float64Array(MOST);
  private readonly half = new Float64Array(MOST);
  private readonly things: { u: number; v: number; tall: number; on: boolean }[];
  private outUntil = -1;
  private readonly foot = { u: 0, v: 0, depth: 0 };
  private readonly head = { u: 0, v: 0, depth: 0 };
  private readonly bumpFrame: number;
  private readonly plan: FloorPlan;

  constructor(view: View, plan: FloorPlan, noise: FilmNoise, random: Stream, fps: number, bumpFrame: number) {
    this.view = view;
    this.looks = view;
    this.plan = plan;
    this.noise = noise;
    this.random = random;
    this.fps = fps;
    this.bumpFrame = bumpFrame;
    this.sight = new Sight(view, plan);
    this.things = Array.from({ length: noise.things }, () => ({
      u: random.between(0.1, 0.9) * view.width,
      v: random.between(0.4, 0.95) * view.height,
      tall: random.between(0.15, 0.4) * view.height,
      on: false,
    }));
  }

  /** Looks at everybody; answers false in an outage. */
  look(frame: number, people: readonly Body[]): boolean {
    if (frame === this.bumpFrame) this.bump();
    const { noise, random } = this;
    if (frame >= this.outUntil && noise.outages > 0 && random.uniform() < noise.outages / (3600 * this.fps)) {
      this.outUntil = frame + Math.ceil(random.exponential() * noise.outageS * this.fps);
    }
    this.see(frame, people);
    this.found.count = 0;
    if (frame < this.outUntil) return false;
    this.detect(frame);
    this.merge();
    this.imagine();
    return true;
  }

  private see(frame: number, people: readonly Body[]): void {
    const { truth, looks, foot, head } = this;
    truth.count = 0;
    for (const w of people) {
      if (truth.count === MOST) break;
      const hidden = Math.max(0, this.sight.hiddenBelow(w.x, w.y));
      if (hidden > w.tallM - 0.25) continue;
      const [cx, cy] = looks.at;
      const far = Math.sqrt(square(w.x - cx) + square(w.y - cy)) + 1e-6;
      const near = hidden > 0 ? 0 : (w.trolley ? TROLLEY_M : FOOT_M) / far;
      projectTo(looks, w.x + (cx - w.x) * near, w.y + (cy - w.y) * near, hidden, foot);
      if (!(foot.depth > 0.3)) continue;
      projectTo(looks, w.x, w.y, w.tallM, head);
      if (!(head.depth > 0.3)) continue;
      const wider = (w.reaching ? REACH_WIDER : 1) * (w.trolley ? TROLLEY_WIDER : 1);
      const half = ((looks.focal * HALF_WIDE_M) / ((foot.depth + head.depth) / 2)) * wider;
      const top = Math.max(0, Math.min(head.v, foot.v));
      const bottom = Math.min(looks.height, Math.max(head.v, foot.v));
      // A body leans outwards in the picture, and only what is in the picture of it makes the box.
      const lean = (head.u - foot.u) / (head.v - foot.v || 1);
      const u1 = foot.u + lean * (top - foot.v);
      const u2 = foot.u + lean * (bottom - foot.v);
      const left = Math.max(0, Math.min(u1, u2) - half);
      const right = Math.min(looks.width, Math.max(u1, u2) + half);
      if (right - left < LEAST_PX / 2 || bottom - top < LEAST_PX) continue;
      const i = truth.count++;
      truth.left[i] = left;
      truth.top[i] = top;
      truth.width[i] = right - left;
      truth.height[i] = bottom - top;
      truth.id[i] = this.trackOf(w.id, frame);
      // A foot below the picture's edge makes the box shorter than the person.
      truth.score[i] = (1 - hidden / w.tallM) * (foot.v > looks.height ? 0.8 : 1);
      this.depth[i] = head.depth;
      this.axis[i] = u1;
      this.lean[i] = lean;
      this.half[i] = half;
    }
    this.hideEachOther();
  }

  /** Out of the picture or behind a shelf for longer than that is another true track, as in the MOT Challenge's rules. */
  private trackOf(person: number, frame: number): number {
    let shown = this.shown.get(person);
    if (!shown) {
      shown = { frame, track: 0 };
      this.shown.set(person, shown);
    }
    if (frame - shown.frame > GONE_S * this.fps) shown.track++;
    shown.frame = frame;
    return person * TRACKS_A_PERSON + Math.min(shown.track, TRACKS_A_PERSON - 1);
  }

  /** Whoever is nearer hides whoever is behind: the visible share goes into the truth's score. */
  private hideEachOther(): void {
    const { truth, depth, covered } = this;
    for (let i = 0; i < truth.count; i++) {
      covered[i] = 0;
      for (let j = 0; j < truth.count; j++) {
        if (j === i || depth[j] >= depth[i] || overlap(truth, i, j) === 0) continue;
        covered[i] = Math.max(covered[i], this.hides(j, i));
      }
    }
    for (let i = 0; i < truth.count; i++) truth.score[i] *= 1 - covered[i];
  }

  /** Share of body i that is behind body j: bodies are strips that lean outwards, narrower than the boxes about them. */
  private hides(j: number, i: number): number {
    const { truth, axis, lean, half } = this;
    let behind = 0;
    for (let row = 0; row < ROWS; row++) {
      const v = truth.top[i] + (truth.height[i] * (row + 0.5)) / ROWS;
      if (v < truth.top[j] || v > truth.top[j] + truth.height[j]) continue;
      const u1 = axis[i] + lean[i] * (v - truth.top[i]);
      const u2 = axis[j] + lean[j] * (v - truth.top[j]);
      const both = Math.min(u1 + half[i], u2 + half[j]) - Math.max(u1 - half[i], u2 - half[j]);
      if (both > 0) behind += both / (2 * half[i]);
    }
    return behind / ROWS;
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
    this.looks = viewFrom(view.id, [view.at[0], view.at[1]], [x, y], view.at[2]);
    this.sight = new Sight(this.looks, this.plan);
  }
}

/** Common area of two boxes. */
function overlap(b: Boxes, i: number, j: number): number {
  const w = Math.min(b.left[i] + b.width[i], b.left[j] + b.width[j]) - Math.max(b.left[i], b.left[j]);
  if (w <= 0) return 0;
  const h = Math.min(b.top[i] + b.height[i], b.top[j] + b.height[j]) - Math.max(b.top[i], b.top[j]);
  return h <= 0 ? 0 : w * h;
}
