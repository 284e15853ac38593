import { Assignment } from '../track/assignment.ts';
import { logContinues, logSpeed, motionAt } from './motion.ts';
import type { Places } from './places.ts';
import { lastMsOf, type Tracklet } from './tracklet.ts';

/** Longest gap over which one tracklet goes on in another. */
export const LINK_GAP_MS = 6000;
/** Mean of the gaps after which a lost person is found again. */
const GAP_MEAN_S = 1.5;
/** Nobody is faster for long: a candidate further off than this is not looked at. */
const REACH_MS = 3.5;
const REACH_M = 0.8;
/** Motion costs below this leave no doubt, above it no link is made. */
const WORST = 0;

/**
 * Log odds that `start` is the person of `end`, against one who left and another who came: how well the motion goes on,
 * how long the gap is, how rarely people leave and come there. `breaks`: how often a second of presence a track breaks.
 */
function linkOdds(end: Tracklet, start: Tracklet, places: Places, breaks: number): number {
  const gapS = (start.firstMs - lastMsOf(end)) / 1000;
  const last = end.tMs.length - 1;
  if (gapS <= 0 || gapS * 1000 > LINK_GAP_MS) return Number.NEGATIVE_INFINITY;
  const away = Math.hypot(start.xM[0] - end.xM[last], start.yM[0] - end.yM[last]);
  if (away > REACH_M + REACH_MS * gapS) return Number.NEGATIVE_INFINITY;
  const before = motionAt(end, last, -1);
  const after = motionAt(start, 0, 1);
  return (
    Math.log(breaks) -
    Math.log(places.exitRate(before.xM, before.yM)) -
    gapS / GAP_MEAN_S -
    Math.log(GAP_MEAN_S) +
    logContinues(before, after) -
    Math.log(places.arrivalRate(after.xM, after.yM)) -
    logSpeed(after)
  );
}

export interface Link {
  end: number;
  start: number;
  odds: number;
}

/** The set of links, each end and each start in one at most, whose log odds have the greatest sum. */
export class Linker {
  private readonly assignment = new Assignment();

  /** `looks`: log odds that the end and the start of these indices look like one person, 0 where it is not known. */
  best(
    ends: readonly Tracklet[],
    starts: readonly Tracklet[],
    places: Places,
    breaks: number,
    looks: (end: number, start: number) => number = () => 0,
  ): Link[] {
    if (ends.length === 0 || starts.length === 0) return [];
    const cost = new Float64Array(ends.length * starts.length).fill(Number.POSITIVE_INFINITY);
    let any = false;
    ends.forEach((end, i) => {
      starts.forEach((start, j) => {
        const byMotion = linkOdds(end, start, places, breaks);
        if (byMotion === Number.NEGATIVE_INFINITY) return;
        const odds = byMotion + looks(i, j);
        if (odds <= WORST) return;
        cost[i * starts.length + j] = -odds;
        any = true;
      });
    });
    if (!any) return [];
    this.assignment.solve(ends.length, starts.length, cost, -WORST);
    return ends.flatMap((_, i) => {
      const j = this.assignment.columnOf[i];
      return j < 0 ? [] : [{ end: i, start: j, odds: -cost[i * starts.length + j] }];
    });
  }
}
