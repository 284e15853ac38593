import type { Look } from '../../models/detector/appearance.ts';
import type { Detections } from '../../models/detector/detections.ts';
import type { Pixels } from '../../models/detector/letterbox.ts';
import { iou } from '../track/similarity.ts';
import type { Tracks } from '../track/tracker.ts';
import type { Appearance } from './appearance.ts';

/** How often people are looked at: a look costs about half a detection. */
const EVERY_MS = 500;
/** Detections below are not worth a look, and those of which others hide more than the share would mix two people. */
const LEAST_SCORE = 0.3;
const MOST_HIDDEN = 0.2;
/** A track's box is that of a detection from this overlap on. */
const SAME_BOX = 0.5;
/** Tracks come out up to one second after their frame. */
const KEEP_MS = 1500;

interface Glance {
  tMs: number;
  xyxy: Float32Array;
  looks: (Look | undefined)[];
}

/** Keeps what people looked like for as long as the tracker holds their frame back. In memory only. */
export class Looks {
  private readonly appearance: Appearance;
  private glances: Glance[] = [];

  constructor(appearance: Appearance) {
    this.appearance = appearance;
  }

  /** Looks at the people of a frame, when it is time to. */
  async see(tMs: number, pixels: Pixels, found: Detections): Promise<void> {
    const last = this.glances[this.glances.length - 1];
    if (last && tMs - last.tMs < EVERY_MS) return;
    const xyxy = found.xyxy.slice(0, 4 * found.count);
    const looks: Glance['looks'] = [];
    for (let i = 0; i < found.count; i++) {
      const clear = found.score[i] >= LEAST_SCORE && hidden(xyxy, i, found.count) <= MOST_HIDDEN;
      looks.push(clear ? await this.appearance.describe(pixels, xyxy, i) : undefined);
    }
    this.glances = [...this.glances.filter((glance) => tMs - glance.tMs <= KEEP_MS), { tMs, xyxy, looks }];
  }

  /** Looks of the tracks of a frame, by id; empty when that frame was not looked at. */
  of(tMs: number, tracks: Tracks): ReadonlyMap<number, Look> {
    const found = new Map<number, Look>();
    const glance = this.glances.find((g) => g.tMs === tMs);
    glance?.looks.forEach((look, i) => {
      if (!look) return;
      let best = -1;
      let most = SAME_BOX;
      for (let k = 0; k < tracks.count; k++) {
        const overlap = iou(tracks.xyxy, k, glance.xyxy, i);
        if (overlap <= most) continue;
        most = overlap;
        best = k;
      }
      if (best >= 0) found.set(tracks.id[best], look);
    });
    return found;
  }

  /** Nobody is found again over a seam. */
  forget(): void {
    this.glances = [];
  }
}

/** The largest share of box `index` that one other covers. */
function hidden(xyxy: Float32Array, index: number, count: number): number {
  const p = 4 * index;
  const area = (xyxy[p + 2] - xyxy[p]) * (xyxy[p + 3] - xyxy[p + 1]);
  let most = 0;
  for (let i = 0; i < count; i++) {
    if (i === index) continue;
    const q = 4 * i;
    const width = Math.min(xyxy[p + 2], xyxy[q + 2]) - Math.max(xyxy[p], xyxy[q]);
    const height = Math.min(xyxy[p + 3], xyxy[q + 3]) - Math.max(xyxy[p + 1], xyxy[q + 1]);
    if (width > 0 && height > 0) most = Math.max(most, (width * height) / area);
  }
  return most;
}
