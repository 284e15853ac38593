import type { Tracklet } from './tracklet.ts';

/** Where and how fast a person was at a moment, with the variances of each axis. Metres, seconds. */
export interface Motion {
  tMs: number;
  xM: number;
  yM: number;
  vx: number;
  vy: number;
  varP: number;
  varV: number;
}

/** Positions of so much time tell the speed. */
const WINDOW_MS = 800;
/** Standard deviation of a position, and of the speed of a person about whom nothing is known. */
const POSITION_M = 0.12;
const SPEED_MS = 1;
/** Spectral density of the acceleration of walking people, m²/s³. */
const Q = 0.25;

/** Motion at index `at`, from the positions up to it (`way` −1) or from it on (+1): a line fitted with a prior of rest. */
export function motionAt(tracklet: Tracklet, at: number, way: 1 | -1): Motion {
  const { tMs, xM, yM } = tracklet;
  const origin = tMs[at];
  let n = 0;
  let [st, sx, sy, stt, stx, sty] = [0, 0, 0, 0, 0, 0];
  for (let i = at; i >= 0 && i < tMs.length && Math.abs(tMs[i] - origin) <= WINDOW_MS; i += way) {
    const t = (tMs[i] - origin) / 1000;
    n++;
    st += t;
    sx += xM[i];
    sy += yM[i];
    stt += t * t;
    stx += t * xM[i];
    sty += t * yM[i];
  }
  const noise = POSITION_M * POSITION_M;
  const spread = stt - (st * st) / n + noise / (SPEED_MS * SPEED_MS);
  const vx = (stx - (st * sx) / n) / spread;
  const vy = (sty - (st * sy) / n) / spread;
  const meanT = st / n;
  const varV = noise / spread + Q * 0.1;
  return {
    tMs: origin,
    xM: sx / n - vx * meanT,
    yM: sy / n - vy * meanT,
    vx,
    vy,
    varP: noise / n + meanT * meanT * varV,
    varV,
  };
}

/**
 * Log density of `later` given `earlier` for one walking person: a constant velocity disturbed by white acceleration
 * (Bar-Shalom, Li and Kirubarajan, Estimation with Applications to Tracking and Navigation, section 6.2), position and
 * velocity of both axes.
 */
export function logContinues(earlier: Motion, later: Motion): number {
  const g = Math.max(0, (later.tMs - earlier.tMs) / 1000);
  const pp = (Q * g * g * g) / 3 + earlier.varP + later.varP + g * g * earlier.varV;
  const pv = (Q * g * g) / 2 + g * earlier.varV;
  const vv = Q * g + earlier.varV + later.varV;
  const determinant = pp * vv - pv * pv;
  const form = (dp: number, dv: number) => (vv * dp * dp - 2 * pv * dp * dv + pp * dv * dv) / determinant;
  const square =
    form(later.xM - earlier.xM - g * earlier.vx, later.vx - earlier.vx) +
    form(later.yM - earlier.yM - g * earlier.vy, later.vy - earlier.vy);
  return -square / 2 - Math.log(determinant) - 2 * Math.log(2 * Math.PI);
}

/** Log density of the velocity of a person about whom nothing is known. */
export const logSpeed = ({ vx, vy }: Motion): number =>
  -(vx * vx + vy * vy) / (2 * SPEED_MS * SPEED_MS) - Math.log(2 * Math.PI * SPEED_MS * SPEED_MS);
