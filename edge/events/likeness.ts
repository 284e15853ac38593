import { alike, type Look, normalise } from '../../models/detector/appearance.ts';

/** Mean and deviation of the likeness of two looks of one person, and of two: PETS09-S2L1 at the detector's size. */
const SAME = { mean: 0.74, sd: 0.12 };
const OTHER = { mean: 0.32, sd: 0.15 };
/** Clothes alone never decide: the most that likeness weighs, in log odds. */
const MOST_ODDS = 3;

/** Log odds that two looks are of one person, from their likeness; never beyond ±3. */
export function lookOdds(a: Look, b: Look): number {
  const cosine = alike(a, b);
  const log = ({ mean, sd }: typeof SAME) => -((cosine - mean) ** 2) / (2 * sd * sd) - Math.log(sd);
  return Math.max(-MOST_ODDS, Math.min(MOST_ODDS, log(SAME) - log(OTHER)));
}

/** Weight of a new look in what a track looked like last. */
const NEWEST = 0.4;
/** So many looks tell what a track looked like at first. */
const FIRST_LOOKS = 3;

/** What one track looked like at its beginning and lately. In memory only: it goes to no disk and into no message. */
export class TrackLook {
  private readonly first: Look;
  private readonly last: Look;
  private count = 1;

  constructor(look: Look) {
    this.first = look.slice();
    this.last = look.slice();
  }

  add(look: Look): void {
    this.count++;
    for (let i = 0; i < look.length; i++) {
      this.last[i] += NEWEST * (look[i] - this.last[i]);
      if (this.count <= FIRST_LOOKS) this.first[i] += (look[i] - this.first[i]) / this.count;
    }
    normalise(this.last);
    if (this.count <= FIRST_LOOKS) normalise(this.first);
  }

  /** Log odds that `next` is the same person, by looks alone. */
  odds(next: TrackLook): number {
    return lookOdds(this.last, next.first);
  }
}
