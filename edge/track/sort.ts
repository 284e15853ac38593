import Type, { type Static } from 'typebox';
import { type Stage, TrackEngine } from './engine.ts';
import { fraction, lifeSettings } from './settings.ts';
import { SIMILARITIES } from './similarity.ts';
import type { Tracker } from './tracker.ts';

export const kind = 'sort';

export const config = Type.Object(
  {
    kind: Type.Literal(kind),
    leastScore: fraction(0.22, 'detections below are left out'),
    leastSimilarity: fraction(0.38, 'pairs below are refused'),
    ...lifeSettings,
  },
  { additionalProperties: false },
);

export type SortConfig = Static<typeof config>;

export function create(options: SortConfig, fps: number): Tracker {
  return new Sort(options, fps);
}

/** SORT (Bewley et al., ICIP 2016): one association of all detections with the predicted boxes. */
class Sort extends TrackEngine {
  readonly #stages: Stage[];

  constructor(options: SortConfig, fps: number) {
    super(options, fps);
    const compare = SIMILARITIES[options.similarity];
    const score = (slot: number, pick: number) => compare(this.bank.xyxy, slot, this.detections.xyxy, pick);
    const all = { from: options.leastScore, below: Number.POSITIVE_INFINITY, tracks: 'all' as const };
    this.#stages = [false, true].map((tentative) => ({ ...all, tentative, score, least: options.leastSimilarity }));
  }

  protected override associate(): void {
    for (const stage of this.#stages) this.run(stage);
  }
}
