import type { Camera } from '../../models/contract/site.ts';
import { homographyOf } from '../../models/geometry/calibration.ts';
import { invert, project } from '../../models/geometry/homography.ts';

/** By so much of the calibrated picture a box's lower edge is off when people are half hidden. */
const SHARE = 0.01;
const MOST_M = 3;

/** How far off a camera's positions may be at a place: a pixel far away is many centimetres of the floor. */
export class Blur {
  private readonly toFloor: readonly number[] | undefined;
  private readonly toPicture: readonly number[] | undefined;
  private readonly offPx: number;

  constructor({ calibration }: Pick<Camera, 'calibration'>) {
    this.toFloor = homographyOf(calibration);
    this.toPicture = this.toFloor && invert(this.toFloor);
    const points = 'points' in calibration ? calibration.points.map(({ px }) => px) : [];
    const span = (axis: 0 | 1) => Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]));
    // A bare map does not say how large its picture is.
    this.offPx = points.length > 0 ? SHARE * Math.hypot(span(0), span(1)) : 0;
  }

  /** Metres; 0 where the camera's map does not tell. */
  at(xM: number, yM: number): number {
    if (!this.toFloor || !this.toPicture) return 0;
    const [p, q, w] = [0, 3, 6].map((i) => {
      const g = this.toPicture as readonly number[];
      return g[i] * xM + g[i + 1] * yM + g[i + 2];
    });
    const [x, y] = project(this.toFloor, p / w, q / w - this.offPx);
    const offM = Math.hypot(x - xM, y - yM);
    return Number.isFinite(offM) ? Math.min(MOST_M, offM) : MOST_M;
  }
}
