import type { FloorTracks } from '../floor/floor.ts';
import type { Learned } from './engine.ts';
import { Places } from './places.ts';
import { Stitcher } from './stitch.ts';
import { Gaps } from './unseen.ts';

/** Walks through frames only to learn of their camera; the same stitching as the engine's, and no facts. */
export class Learner {
  private readonly places: Places;
  private readonly gaps = new Gaps();
  private readonly stitcher: Stitcher;

  constructor(floor: { widthM: number; heightM: number }) {
    this.places = new Places(floor.widthM, floor.heightM);
    this.stitcher = new Stitcher(this.places, this.gaps);
  }

  step(tMs: number, tracks: FloorTracks): void {
    this.stitcher.step(tMs, tracks, () => undefined);
  }

  cut(): void {
    this.stitcher.flush(() => undefined);
  }

  learned(): Learned {
    return { places: this.places.snapshot(), gaps: this.gaps.snapshot() };
  }
}
