import { AisleError } from '../../models/contract/errors.ts';
import { calibrationFault } from '../../models/geometry/calibration.ts';
import { fitHomography, type Pair, residualsM } from '../../models/geometry/homography.ts';

export interface Fit {
  /** Row-major, px → m. */
  homography: number[];
  medianErrorM: number;
  p95ErrorM: number;
  inliers: number;
  check?: { medianErrorM: number; p95ErrorM: number };
}

/** Pairs that lie further off than this many times the median's spread are taken for slips of the hand. */
const OUTLIER_SPREADS = 5;
const LEAST_SPREAD_M = 0.02;

/**
 * Fits px → m to pairs and says how well; points that were measured wrongly are left out (least median of squares
 * decides which: Rousseeuw 1984). `check` pairs are not used for the fit. Throws BAD_INPUT.
 */
export function fitPairs(pairs: readonly Pair[], check: readonly Pair[] = []): Fit {
  const fault = calibrationFault({ points: [...pairs] });
  if (fault) throw new AisleError('BAD_INPUT', fault.message, fault.fix);
  const inliers = robustInliers(pairs);
  const homography = fitHomography(inliers);
  if (!homography)
    throw new AisleError('BAD_INPUT', 'these points do not determine a map', 'Spread them over the floor.');
  return {
    homography,
    ...errors(residualsM(homography, inliers)),
    inliers: inliers.length,
    ...(check.length > 0 ? { check: errors(residualsM(homography, check)) } : {}),
  };
}

function errors(residuals: readonly number[]): { medianErrorM: number; p95ErrorM: number } {
  const sorted = residuals.map((r) => (Number.isFinite(r) ? r : Number.POSITIVE_INFINITY)).sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return { medianErrorM: at(0.5), p95ErrorM: at(0.95) };
}

/** The pairs that agree with the map of least median error over many quadruples; all of them where there are few. */
function robustInliers(pairs: readonly Pair[]): Pair[] {
  if (pairs.length < 7) return [...pairs];
  let best = Number.POSITIVE_INFINITY;
  let bestResiduals: number[] = [];
  const tryMap = (h: number[] | undefined) => {
    if (!h) return;
    const residuals = residualsM(h, pairs).map((r) => (Number.isFinite(r) ? r : 1e9));
    const median = [...residuals].sort((a, b) => a - b)[residuals.length >> 1];
    if (median < best) {
      best = median;
      bestResiduals = residuals;
    }
  };
  tryMap(fitHomography(pairs));
  for (const [a, b, c, d] of quadruples(pairs.length)) tryMap(fitHomography([pairs[a], pairs[b], pairs[c], pairs[d]]));
  const limit = Math.max(LEAST_SPREAD_M, best * 1.4826) * OUTLIER_SPREADS;
  const inliers = pairs.filter((_, i) => bestResiduals[i] <= limit);
  return inliers.length >= 4 ? inliers : [...pairs];
}

/** Up to 500 quadruples of indices, the same for each call: a linear congruential walk (Numerical Recipes' constants). */
function* quadruples(n: number): Generator<[number, number, number, number]> {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  for (let i = 0; i < 500; i++) {
    const pick = new Set<number>();
    while (pick.size < 4) pick.add(next());
    yield [...pick] as [number, number, number, number];
  }
}
