import Type, { type Static } from 'typebox';
import { type Stage, TrackEngine } from './engine.ts';
import { Headings } from './headings.ts';
import { fraction, lifeSettings } from './settings.ts';
import { SIMILARITIES } from './similarity.ts';
import type { Tracker, TrackerState } from './tracker.ts';

export const kind = 'oc-sort';

export const config = Type.Object(
  {
    kind: Type.Literal(kind),
    highScore: fraction(0.24, 'detections from here on are matched'),
    lowScore: fraction(0.13, 'detections from here on may continue a track'),
    leastSimilarity: fraction(0.43, 'pairs below are refused'),
    heading: fraction(0.35, 'weight of the direction of walking beside the overlap'),
    ...lifeSettings,
  },
  { additionalProperties: false },
);

export type OcSortConfig = Static<typeof config>;

export function create(options: OcSortConfig, fps: number): Tracker {
  return new OcSort(options, fps);
}

/**
 * OC-SORT (Cao et al., CVPR 2023): the last detection counts more than the prediction. A pair must fit the direction of
 * walking (momentum); what stays alone is compared with where it was last seen (recovery); and after a gap the filter is
 * led again along the straight line over it (re-update).
 */
class OcSort extends TrackEngine {
  readonly #stages: Stage[];
  readonly #headings = new Headings();

  constructor(options: OcSortConfig, fps: number) {
    super(options, fps);
    const bank = this.bank;
    const compare = SIMILARITIES[options.similarity];
    const overlap = (slot: number, pick: number) => compare(bank.xyxy, slot, this.detections.xyxy, pick);
    const lastSeen = (slot: number, pick: number) => compare(bank.seen, slot, this.detections.xyxy, pick);
    const momentum = (slot: number, pick: number) => {
      const same = overlap(slot, pick);
      // The heading chooses between pairs that overlap; it does not make a pair of two boxes that do not.
      if (same < options.leastSimilarity) return same;
      return same + options.heading * this.#headings.agreement(slot, this.detections.xyxy, pick) * (1 - same);
    };
    const { highScore, lowScore, leastSimilarity: least } = options;
    const high = { from: highScore, below: Number.POSITIVE_INFINITY, least };
    this.#stages = [
      { ...high, tentative: false, tracks: 'all', score: momentum },
      { from: lowScore, below: highScore, tentative: false, tracks: 'seen', score: overlap, least },
      { ...high, tentative: false, tracks: 'all', score: lastSeen },
      { ...high, tentative: true, tracks: 'all', score: overlap },
    ];
  }

  override snapshot(): TrackerState {
    return { ...super.snapshot(), headings: this.#headings.snapshot(this.bank.slots()) };
  }

  override restore(state: TrackerState): void {
    super.restore(state);
    if (state.headings) this.#headings.restore(state.headings, state.bank.count);
  }

  protected override associate(): void {
    for (const stage of this.#stages) this.run(stage);
  }

  protected override onBirth(slot: number, pick: number): void {
    this.#headings.start(slot, this.nowMs, this.detections.xyxy, pick);
  }

  protected override onHit(slot: number, pick: number, beforeMs: number): void {
    this.#headings.add(slot, this.nowMs, this.detections.xyxy, pick);
    if (this.nowMs - beforeMs <= this.stepMs + 1) return;
    this.bank.relead(slot, beforeMs, this.nowMs, this.stepMs, this.detections, pick);
  }
}
