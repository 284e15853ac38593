import { square } from '../random/exact.ts';
import type { FloorPlan } from '../world/floor-plan.ts';
import { projectTo, type View } from '../world/views.ts';
import { MOST, newBoxes, overlap } from './boxes.ts';
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
const TRACKS_A_PERSON = 100;

/** What is in one camera's picture, without errors: a box for each body, with the share of it that is seen as its score. */
export class TrueBoxes {
  readonly truth = newBoxes();
  private readonly plan: FloorPlan;
  private readonly fps: number;
  private looks: View;
  private sight: Sight;
  private readonly shown = new Map<number, { frame: number; track: number }>();
  private readonly depth = new Float64Array(MOST);
  private readonly covered = new Float64Array(MOST);
  /** Bodies as strips: column of the axis at the box's top, columns a row further down, half a width. */
  private readonly axis = new Float64Array(MOST);
  private readonly lean = new Float64Array(MOST);
  private readonly half = new Float64Array(MOST);
  private readonly foot = { u: 0, v: 0, depth: 0 };
  private readonly head = { u: 0, v: 0, depth: 0 };

  constructor(view: View, plan: FloorPlan, fps: number) {
    this.looks = view;
    this.plan = plan;
    this.fps = fps;
    this.sight = new Sight(view, plan);
  }

  /** From now on the camera looks like that. */
  turn(view: View): void {
    this.looks = view;
    this.sight = new Sight(view, this.plan);
  }

  /** Sees everybody at a frame. */
  look(frame: number, people: readonly Body[]): void {
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
}
