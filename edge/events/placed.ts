import type { Motion } from './motion.ts';
import type { Tracklet } from './tracklet.ts';

/** One person at the frame handed out. */
export interface Placed {
  person: number;
  xM: number;
  yM: number;
  /** Score of the detection, 0 while unseen within a bridged gap. */
  score: number;
  /** Width of the box over its height, 0 while unseen. */
  aspect: number;
  /** A detection is behind this position. */
  measured: boolean;
}

/** A person's first or last position. `cut`: nothing was seen before or after it, so it says nothing of coming or leaving. */
export interface Passage {
  person: number;
  motion: Motion;
  cut: boolean;
}

export interface PeopleFrame {
  tMs: number;
  people: Placed[];
  /** Persons who come into sight, and those who are not seen again, with how they moved then. */
  came: Passage[];
  left: Passage[];
}

/** Where a tracklet's person is at a moment: seen, or between two positions, or on the way to the tracklet it goes on in. */
export function placeAt(tMs: number, tracklet: Tracklet, next: Tracklet | undefined): Placed | undefined {
  const { person } = tracklet;
  if (person <= 0) return undefined;
  const { tMs: times, xM, yM, score, aspect } = tracklet;
  const last = times.length - 1;
  if (times[last] >= tMs) {
    let i = last;
    while (i > 0 && times[i - 1] >= tMs) i--;
    if (times[i] === tMs) return { person, xM: xM[i], yM: yM[i], score: score[i], aspect: aspect[i], measured: true };
    return i === 0 ? undefined : between(person, tMs, times[i - 1], xM[i - 1], yM[i - 1], times[i], xM[i], yM[i]);
  }
  if (!next || next.firstMs <= tMs) return undefined;
  return between(person, tMs, times[last], xM[last], yM[last], next.firstMs, next.xM[0], next.yM[0]);
}

function between(
  person: number,
  tMs: number,
  fromMs: number,
  x0: number,
  y0: number,
  toMs: number,
  x1: number,
  y1: number,
): Placed {
  const share = (tMs - fromMs) / (toMs - fromMs);
  return { person, xM: x0 + share * (x1 - x0), yM: y0 + share * (y1 - y0), score: 0, aspect: 0, measured: false };
}
