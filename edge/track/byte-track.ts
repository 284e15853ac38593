import Type, { type Static } from 'typebox';
import type { Detections } from '../../models/detector/detections.ts';
import { TrackBank } from './bank.ts';
import { DelayedTracks } from './delayed.ts';
import { WALKING } from './kalman.ts';
import { Matcher } from './matcher.ts';
import { SIMILARITIES, type Similarity } from './similarity.ts';
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
    highScore: fraction(0.5, 'detections from here on are matched first'),
    lowScore: fraction(0.1, 'detections from here on may continue a track'),
    birthScore: fraction(0.6, 'detections from here on may start a track'),
    leastSimilarity: fraction(0.2, 'first stage: pairs below are refused'),
    leastSimilarityLow: fraction(0.4, 'second stage: pairs below are refused'),
    leastSimilarityNew: fraction(0.3, 'third stage (tentative tracks): pairs below are refused'),
    confirmHits: Type.Integer({ minimum: 1, default: 3, description: 'detections that confirm a track' }),
    tentativeS: seconds(0.2, 5, 'a tentative track dies after this time without a detection'),
    keepS: seconds(1.5, 30, 'a confirmed track dies after this time without a detection'),
    lagS: seconds(0.5, 1, 'output is held back by this time, to mend it'),
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
  readonly #similarity: Similarity;
  readonly #frameS: number;
  readonly #bank = new TrackBank(WALKING);
  readonly #matcher = new Matcher();
  readonly #delayed: DelayedTracks;
  #nowMs = Number.NaN;
  #ids = 0;
  /** By detection: 1 once it belongs to a track. */
  #used = new Uint8Array(64);

  constructor(options: ByteTrackConfig, fps: number) {
    this.#options = options;
    this.#similarity = SIMILARITIES[options.similarity];
    this.#frameS = 1 / fps;
    this.#delayed = new DelayedTracks(options.lagS * 1000);
  }

  step(tMs: number, detections: Detections, sink: TrackSink): void {
    const bank = this.#bank;
    const dtS = Number.isNaN(this.#nowMs) ? this.#frameS : (tMs - this.#nowMs) / 1000;
    this.#nowMs = tMs;
    if (detections.count > this.#used.length) this.#used = new Uint8Array(detections.count * 2);
    this.#used.fill(0, 0, detections.count);
    bank.predict(dtS);
    this.#delayed.open(tMs);
    const { highScore, lowScore, leastSimilarity, leastSimilarityLow, leastSimilarityNew } = this.#options;
    this.#associate(detections, highScore, 2, false, Number.POSITIVE_INFINITY, leastSimilarity);
    this.#associate(detections, lowScore, highScore, false, dtS * 1000 + 1, leastSimilarityLow);
    this.#associate(detections, highScore, 2, true, Number.POSITIVE_INFINITY, leastSimilarityNew);
    this.#births(detections);
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
   * that have no detection of this frame and were seen at most `unseenMs` ago.
   */
  #associate(d: Detections, from: number, below: number, tentative: boolean, unseenMs: number, least: number): void {
    const bank = this.#bank;
    const matcher = this.#matcher;
    matcher.clear();
    for (let i = 0; i < d.count; i++) {
      if (this.#used[i] === 0 && d.score[i] >= from && d.score[i] < below) matcher.addPick(i);
    }
    if (matcher.pickCount === 0) return;
    for (let i = 0; i < bank.count; i++) {
      const slot = bank.order[i];
      const unseen = this.#nowMs - bank.seenMs[slot];
      if ((bank.id[slot] === 0) === tentative && unseen > 0 && unseen <= unseenMs) matcher.addSlot(slot);
    }
    if (matcher.slotCount === 0) return;
    matcher.match(bank, d, this.#similarity, least);
    for (let i = 0; i < matcher.slotCount; i++) {
      const pick = matcher.pairedPick(i);
      if (pick >= 0) this.#hit(matcher.slots[i], d, pick);
    }
  }

  #hit(slot: number, d: Detections, pick: number): void {
    const bank = this.#bank;
    const beforeMs = bank.seenMs[slot];
    this.#used[pick] = 1;
    bank.hit(slot, this.#nowMs, d, pick);
    if (bank.id[slot] === 0 && bank.hits[slot] >= this.#options.confirmHits) {
      bank.id[slot] = ++this.#ids;
      this.#delayed.confirm(bank.key[slot], bank.id[slot]);
    }
    this.#delayed.bridge(bank.key[slot], bank.id[slot], beforeMs, bank.seen, slot, this.#nowMs, bank.xyxy, slot);
    bank.remember(slot);
    this.#delayed.add(bank.key[slot], bank.id[slot], bank.xyxy, slot, d.score[pick]);
  }

  #births(d: Detections): void {
    const bank = this.#bank;
    for (let i = 0; i < d.count; i++) {
      if (this.#used[i] === 1 || d.score[i] < this.#options.birthScore) continue;
      const slot = bank.birth(this.#nowMs, d, i);
      if (this.#options.confirmHits <= 1) bank.id[slot] = ++this.#ids;
      this.#delayed.add(bank.key[slot], bank.id[slot], bank.xyxy, slot, d.score[i]);
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
