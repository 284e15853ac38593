import { allocateDetections, type Detections } from '../../models/detector/detections.ts';
import { TrackBank } from './bank.ts';
import { DelayedTracks } from './delayed.ts';
import { WALKING } from './kalman.ts';
import { Matcher, type PairScore } from './matcher.ts';
import type { LifeSettings } from './settings.ts';
import { StillThings } from './still.ts';
import type { Tracker, TrackerState, TrackSink } from './tracker.ts';

/** A person in view for this long is confirmed, however few frames that is. */
const CONFIRM_S = 0.7;

/** What scores lower is not even looked back at. */
const LEAST_SPARE_SCORE = 0.1;

/** Which tracks and detections take part in an association stage. */
export interface Stage {
  /** Detections with a score in [from, below). */
  from: number;
  below: number;
  /** Tentative tracks, or confirmed ones. */
  tentative: boolean;
  /** Tracks that had a detection in the frame before, those that had none, or both. */
  tracks: 'seen' | 'lost' | 'all';
  score: PairScore;
  /** Pairs with a lower score are refused. */
  least: number;
}

/**
 * What all trackers share: prediction, birth, confirmation, death, and the mending of the output. A tracker adds the
 * association: `associate` is called once a frame and runs its stages.
 */
export abstract class TrackEngine implements Tracker {
  protected readonly bank = new TrackBank(WALKING);
  protected detections: Detections = allocateDetections(0);
  protected nowMs = Number.NaN;
  /** Time since the frame before. */
  protected stepMs = 0;
  readonly #life: LifeSettings;
  readonly #frameMs: number;
  readonly #confirmHits: number;
  readonly #matcher = new Matcher();
  readonly #still: StillThings;
  readonly #delayed: DelayedTracks;
  #ids = 0;
  /** By detection: 1 once it belongs to a track. */
  #used = new Uint8Array(64);

  constructor(life: LifeSettings, fps: number) {
    this.#life = life;
    this.#frameMs = 1000 / fps;
    // A slow camera must not need longer than the lag: what comes out unconfirmed is lost.
    this.#confirmHits = Math.min(life.confirmHits, Math.max(2, Math.round(CONFIRM_S * fps)));
    this.#still = new StillThings(life.stillS, life.stillTolerance);
    const { lookBack } = life;
    this.#delayed = new DelayedTracks({ lagMs: life.lagS * 1000, smoothMs: life.smoothS * 1000, lookBack });
  }

  protected abstract associate(): void;

  /** Called before a detection is taken into a confirmed or tentative track; `beforeMs` is the time of the last one. */
  protected onHit(_slot: number, _pick: number, _beforeMs: number): void {}

  /** Called after a tentative track has begun. */
  protected onBirth(_slot: number, _pick: number): void {}

  step(tMs: number, detections: Detections, sink: TrackSink): void {
    this.stepMs = Number.isNaN(this.nowMs) ? this.#frameMs : tMs - this.nowMs;
    this.nowMs = tMs;
    this.detections = detections;
    if (detections.count > this.#used.length) this.#used = new Uint8Array(detections.count * 2);
    this.#used.fill(0, 0, detections.count);
    this.bank.predict(this.stepMs / 1000);
    this.#delayed.open(tMs);
    this.associate();
    this.#births();
    this.#deaths();
    this.#delayed.release(tMs, sink);
  }

  flush(sink: TrackSink): void {
    this.#delayed.flush(sink);
    this.bank.killAll();
    this.nowMs = Number.NaN;
  }

  snapshot(): TrackerState {
    const { bank } = this;
    return {
      lastMs: Number.isNaN(this.nowMs) ? null : this.nowMs,
      ids: this.#ids,
      bank: bank.snapshot(),
      still: this.#still.snapshot(bank.slots()),
      delayed: this.#delayed.snapshot(),
    };
  }

  restore(state: TrackerState): void {
    this.nowMs = state.lastMs ?? Number.NaN;
    this.#ids = state.ids;
    this.bank.restore(state.bank);
    this.#still.restore(state.still, state.bank.count);
    this.#delayed.restore(state.delayed);
  }

  /** Pairs what the stage asks for, of the tracks and detections of this frame that are still free. */
  protected run(stage: Stage): void {
    const bank = this.bank;
    const matcher = this.#matcher;
    const d = this.detections;
    matcher.clear();
    for (let i = 0; i < d.count; i++) {
      if (this.#used[i] === 0 && d.score[i] >= stage.from && d.score[i] < stage.below) matcher.addPick(i);
    }
    if (matcher.pickCount === 0) return;
    const seenMs = this.stepMs + 1;
    for (let i = 0; i < bank.count; i++) {
      const slot = bank.order[i];
      const unseen = this.nowMs - bank.seenMs[slot];
      if (unseen === 0 || (bank.id[slot] === 0) !== stage.tentative) continue;
      if (stage.tracks !== 'all' && unseen <= seenMs !== (stage.tracks === 'seen')) continue;
      matcher.addSlot(slot);
    }
    if (matcher.slotCount === 0) return;
    matcher.match(stage.score, stage.least);
    for (let i = 0; i < matcher.slotCount; i++) {
      const pick = matcher.pairedPick(i);
      if (pick >= 0) this.#hit(matcher.slots[i], pick);
    }
  }

  #hit(slot: number, pick: number): void {
    const bank = this.bank;
    const d = this.detections;
    const beforeMs = bank.seenMs[slot];
    this.#used[pick] = 1;
    this.onHit(slot, pick, beforeMs);
    bank.hit(slot, this.nowMs, d, pick);
    const thing = this.#still.isThing(slot, this.nowMs, bank.xyxy);
    if (bank.id[slot] === 0 && bank.hits[slot] >= this.#confirmHits) this.#confirm(slot, thing);
    const shown = thing ? 0 : bank.id[slot];
    this.#delayed.bridge(bank.key[slot], shown, beforeMs, bank.seen, slot, this.nowMs, d.xyxy, pick);
    bank.remember(slot, d.xyxy, pick);
    this.#delayed.add(bank.key[slot], shown, d.xyxy, pick, d.score[pick]);
  }

  #confirm(slot: number, thing: boolean): void {
    const bank = this.bank;
    bank.id[slot] = ++this.#ids;
    if (!thing) this.#delayed.confirm(bank.key[slot], bank.id[slot], this.nowMs, bank.xyxy, slot);
  }

  #births(): void {
    const bank = this.bank;
    const d = this.detections;
    for (let i = 0; i < d.count; i++) {
      if (this.#used[i] === 1) continue;
      if (d.score[i] < this.#life.birthScore) {
        if (d.score[i] >= LEAST_SPARE_SCORE) this.#delayed.addSpare(d.xyxy, i, d.score[i]);
        continue;
      }
      const slot = bank.birth(this.nowMs, d, i);
      this.onBirth(slot, i);
      const thing = this.#still.start(slot, this.nowMs, bank.xyxy);
      this.#delayed.add(bank.key[slot], 0, d.xyxy, i, d.score[i]);
      if (this.#confirmHits <= 1) this.#confirm(slot, thing);
    }
  }

  #deaths(): void {
    const bank = this.bank;
    for (let i = 0; i < bank.count; i++) {
      const slot = bank.order[i];
      const unseenMs = this.nowMs - bank.seenMs[slot];
      if (unseenMs === 0) continue;
      bank.kalman.holdSize(slot);
      const patienceS = bank.id[slot] === 0 ? this.#life.tentativeS : this.#life.keepS;
      if (unseenMs > Math.max(patienceS * 1000, this.#frameMs * 1.5)) bank.kill(slot);
    }
    bank.sweep();
  }
}
