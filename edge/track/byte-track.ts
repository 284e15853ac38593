import Type, { type Static } from 'typebox';
import { allocateDetections, type Detections } from '../../models/detector/detections.ts';
import { TrackBank } from './bank.ts';
import { DelayedTracks } from './delayed.ts';
import { WALKING } from './kalman.ts';
import { Matcher, type PairScore } from './matcher.ts';
import { SIMILARITIES } from './similarity.ts';
import { StillThings } from './still.ts';
import type { Tracker, TrackSink } from './tracker.ts';

export const kind = 'byte-track';

const fraction = (value: number, description: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: value, description });
const seconds = (value: number, maximum: number, description: string) =>
  Type.Number({ minimum: 0, maximum, default: value, description });

export const config = Type.Object(
  {
    kind: Type.Literal(kind),
    similarity: Type.Union([Type.Literal('iou'), Type.Literal('height-iou'), Type.Literal('buffered-iou')], {
      default: 'iou',
      description: 'how boxes are compared',
    }),
    highScore: fraction(0.22, 'detections from here on are matched first'),
    lowScore: fraction(0.16, 'detections from here on may continue a track'),
    birthScore: fraction(0.27, 'detections from here on may start a track'),
    leastSimilarity: fraction(0.33, 'first stage: pairs below are refused'),
    leastSimilarityLow: fraction(0.28, 'second stage: pairs below are refused'),
    leastSimilarityNew: fraction(0.24, 'third stage (tentative tracks): pairs below are refused'),
    confirmHits: Type.Integer({ minimum: 1, default: 4, description: 'detections that confirm a track' }),
    tentativeS: seconds(0.08, 5, 'a tentative track dies after this time without a detection'),
    keepS: seconds(1.7, 30, 'a confirmed track dies after this time without a detection'),
    relinkReach: Type.Number({
      minimum: 0,
      default: 0,
      description: 'a lost person is taken up again within so many deviations of the prediction; 0: by overlap only',
    }),
    stillS: seconds(20, 3600, 'what does not move for this time is a thing and left out; 0: nothing is'),
    stillTolerance: fraction(0.04, 'movement, in box heights, that counts as none'),
    smoothS: seconds(0.2, 0.5, 'width of the smoothing of boxes over time; 0: none'),
    lagS: seconds(1, 1, 'output is held back by this time, to mend it'),
  },
  { additionalProperties: false },
);

export type ByteTrackConfig = Static<typeof config>;

export function create(options: ByteTrackConfig, fps: number): Tracker {
  return new ByteTrack(options, fps);
}

/**
 * ByteTrack (Zhang et al., ECCV 2022): sure detections are matched first, then unsure ones continue the tracks that are
 * still open, so that half-hidden people keep their track; only sure ones start a track.
 */
class ByteTrack implements Tracker {
  readonly #options: ByteTrackConfig;
  readonly #frameS: number;
  readonly #bank = new TrackBank(WALKING);
  readonly #matcher = new Matcher();
  readonly #still: StillThings;
  readonly #delayed: DelayedTracks;
  readonly #byOverlap: PairScore;
  readonly #byReach: PairScore;
  #nowMs = Number.NaN;
  #ids = 0;
  #detections: Detections = allocateDetections(0);
  /** By detection: 1 once it belongs to a track. */
  #used = new Uint8Array(64);

  constructor(options: ByteTrackConfig, fps: number) {
    this.#options = options;
    this.#frameS = 1 / fps;
    this.#still = new StillThings(options.stillS, options.stillTolerance);
    this.#delayed = new DelayedTracks(options.lagS * 1000, options.smoothS * 1000);
    const bank = this.#bank;
    const similarity = SIMILARITIES[options.similarity];
    this.#byOverlap = (slot, pick) => similarity(bank.xyxy, slot, this.#detections.xyxy, pick);
    this.#byReach = (slot, pick) => 1 - bank.kalman.surprise(slot, this.#detections.xyxy, pick) / options.relinkReach;
  }

  step(tMs: number, detections: Detections, sink: TrackSink): void {
    const dtS = Number.isNaN(this.#nowMs) ? this.#frameS : (tMs - this.#nowMs) / 1000;
    this.#nowMs = tMs;
    this.#detections = detections;
    if (detections.count > this.#used.length) this.#used = new Uint8Array(detections.count * 2);
    this.#used.fill(0, 0, detections.count);
    this.#bank.predict(dtS);
    this.#delayed.open(tMs);
    const { highScore, lowScore, relinkReach } = this.#options;
    const { leastSimilarity, leastSimilarityLow, leastSimilarityNew } = this.#options;
    const justSeen = dtS * 1000 + 1;
    this.#associate(highScore, 2, false, 0, this.#byOverlap, leastSimilarity);
    this.#associate(lowScore, highScore, false, -justSeen, this.#byOverlap, leastSimilarityLow);
    this.#associate(highScore, 2, true, 0, this.#byOverlap, leastSimilarityNew);
    if (relinkReach > 0) this.#associate(highScore, 2, false, justSeen, this.#byReach, 0);
    this.#births();
    this.#deaths();
    this.#delayed.release(tMs, sink);
  }

  flush(sink: TrackSink): void {
    this.#delayed.flush(sink);
    this.#bank.killAll();
    this.#nowMs = Number.NaN;
  }

  /**
   * One stage: detections with a score in [from, below) that are free, against the tentative or the confirmed tracks
   * without a detection of this frame. `unseenMs` above 0: only those unseen for longer; below 0: only those not.
   */
  #associate(from: number, below: number, tentative: boolean, unseenMs: number, score: PairScore, least: number): void {
    const bank = this.#bank;
    const matcher = this.#matcher;
    const d = this.#detections;
    matcher.clear();
    for (let i = 0; i < d.count; i++) {
      if (this.#used[i] === 0 && d.score[i] >= from && d.score[i] < below) matcher.addPick(i);
    }
    if (matcher.pickCount === 0) return;
    for (let i = 0; i < bank.count; i++) {
      const slot = bank.order[i];
      const unseen = this.#nowMs - bank.seenMs[slot];
      if (unseen === 0 || (bank.id[slot] === 0) !== tentative) continue;
      if (unseenMs < 0 ? unseen <= -unseenMs : unseen > unseenMs) matcher.addSlot(slot);
    }
    if (matcher.slotCount === 0) return;
    matcher.match(score, least);
    for (let i = 0; i < matcher.slotCount; i++) {
      const pick = matcher.pairedPick(i);
      if (pick >= 0) this.#hit(matcher.slots[i], pick);
    }
  }

  #hit(slot: number, pick: number): void {
    const bank = this.#bank;
    const d = this.#detections;
    const beforeMs = bank.seenMs[slot];
    this.#used[pick] = 1;
    bank.hit(slot, this.#nowMs, d, pick);
    if (bank.id[slot] === 0 && bank.hits[slot] >= this.#options.confirmHits) this.#confirm(slot);
    const shown = this.#still.isThing(slot, this.#nowMs, bank.xyxy) ? 0 : bank.id[slot];
    this.#delayed.bridge(bank.key[slot], shown, beforeMs, bank.seen, slot, this.#nowMs, d.xyxy, pick);
    bank.remember(slot, d.xyxy, pick);
    this.#delayed.add(bank.key[slot], shown, d.xyxy, pick, d.score[pick]);
  }

  #confirm(slot: number): void {
    const bank = this.#bank;
    bank.id[slot] = ++this.#ids;
    if (!this.#still.isThing(slot, this.#nowMs, bank.xyxy)) this.#delayed.confirm(bank.key[slot], bank.id[slot]);
  }

  #births(): void {
    const bank = this.#bank;
    const d = this.#detections;
    for (let i = 0; i < d.count; i++) {
      if (this.#used[i] === 1 || d.score[i] < this.#options.birthScore) continue;
      const slot = bank.birth(this.#nowMs, d, i);
      this.#still.start(slot, this.#nowMs, bank.xyxy);
      this.#delayed.add(bank.key[slot], 0, d.xyxy, i, d.score[i]);
      if (this.#options.confirmHits <= 1) this.#confirm(slot);
    }
  }

  #deaths(): void {
    const bank = this.#bank;
    for (let i = 0; i < bank.count; i++) {
      const slot = bank.order[i];
      const unseenS = (this.#nowMs - bank.seenMs[slot]) / 1000;
      if (unseenS === 0) continue;
      bank.kalman.holdSize(slot);
      const patienceS = bank.id[slot] === 0 ? this.#options.tentativeS : this.#options.keepS;
      if (unseenS > Math.max(patienceS, this.#frameS * 1.5)) bank.kill(slot);
    }
    bank.sweep();
  }
}
