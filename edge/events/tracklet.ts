/** A stretch of one track, as far as its positions are still needed. Plain data: it goes to disk as JSON. */
export interface Tracklet {
  /** The tracker's id; it may pass from person to person. */
  id: number;
  firstMs: number;
  /** Positions seen, oldest first: UTC ms, metres, detection scores, width over height of the boxes. */
  tMs: number[];
  xM: number[];
  yM: number[];
  score: number[];
  aspect: number[];
  /** Positions seen in all, and the sum of those that had a score. */
  seen: number;
  /** No position can come any more. */
  closed: boolean;
  /** Its end was decided: it goes on in tracklet `next`, or (undefined) nowhere. */
  endDecided: boolean;
  /** Its end was decided when nothing was seen after it: it says nothing of leaving. */
  cut: boolean;
  /** It was told that its person is gone. */
  gone: boolean;
  /** Running number of the tracklet that it goes on in. */
  next: number | undefined;
  /** It goes on from another tracklet. */
  linked: boolean;
  /** The person it belongs to, once its first frame was handed out; 0 before, −1 when it is nobody. */
  person: number;
  /** Log odds of the link that it came by; 0 without one. */
  linkOdds: number;
}

export const newTracklet = (id: number, tMs: number): Tracklet => ({
  id,
  firstMs: tMs,
  tMs: [],
  xM: [],
  yM: [],
  score: [],
  aspect: [],
  seen: 0,
  closed: false,
  endDecided: false,
  cut: false,
  gone: false,
  next: undefined,
  linked: false,
  person: 0,
  linkOdds: 0,
});

export const lastMsOf = (tracklet: Tracklet): number => tracklet.tMs[tracklet.tMs.length - 1];

export function append(tracklet: Tracklet, tMs: number, xM: number, yM: number, score: number, aspect: number): void {
  tracklet.tMs.push(tMs);
  tracklet.xM.push(xM);
  tracklet.yM.push(yM);
  tracklet.score.push(score);
  tracklet.aspect.push(aspect);
  tracklet.seen++;
}

/** Drops positions before `tMs`, but for the last of them. */
export function trim(tracklet: Tracklet, tMs: number): void {
  let drop = 0;
  while (drop + 1 < tracklet.tMs.length && tracklet.tMs[drop + 1] <= tMs) drop++;
  if (drop < 32) return;
  for (const column of [tracklet.tMs, tracklet.xM, tracklet.yM, tracklet.score, tracklet.aspect])
    column.splice(0, drop);
}
