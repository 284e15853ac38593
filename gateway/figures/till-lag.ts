/** What came through the doors and the tills in each minute of a day; `seen` is the share of it that the doors were seen. */
export interface DayMinutes {
  entries: Float64Array;
  sales: Float64Array;
  seen: Float64Array;
}

export interface TillLag {
  /** The commonest time from the door to the till. */
  lagMinutes: number;
  /** Height of the peak over what chance does, in standard deviations. */
  score: number;
}

const MOST_MINUTES = 90;
/** Half of the window whose mean is the day's slow course, and of the one that smooths the answer. */
const COURSE = 30;
const SMOOTH = 7;
/** A minute of which less was seen says too little of what came in. */
const SEEN = 0.9;
/** Below this a peak may be chance: a sale before its entry would look the same. */
const LEAST_SCORE = 4;

/**
 * Time from entry to till by cross-correlation of minute counts, each without its slow course, over some days. Sales
 * cannot come before entries, so the correlation at negative lags is what chance does. Undefined where no peak stands
 * out of it: too few sales, or doors and tills that have nothing to do with each other.
 */
export function tillLag(days: readonly DayMinutes[]): TillLag | undefined {
  return peakOf(days.map(correlation));
}

/** Sums of products of what came in and what was sold so many minutes later, from −90 to 90; days add. */
export function correlation({ entries, sales, seen }: DayMinutes): Float64Array {
  const raw = new Float64Array(2 * MOST_MINUTES + 1);
  const [from, to] = [ripple(entries, seen), ripple(sales)];
  for (let lag = -MOST_MINUTES; lag <= MOST_MINUTES; lag++) {
    let sum = 0;
    for (let i = Math.max(0, -lag); i < Math.min(from.length, to.length - lag); i++) sum += from[i] * to[i + lag];
    raw[lag + MOST_MINUTES] = sum;
  }
  return raw;
}

/** The lag that stands out of the correlations of some days. */
export function peakOf(days: readonly Float64Array[]): TillLag | undefined {
  const raw = new Float64Array(2 * MOST_MINUTES + 1).map((_, i) => days.reduce((sum, day) => sum + day[i], 0));
  const smooth = raw.map((_, i) => meanAround(raw, i, SMOOTH));
  const chance = smooth.slice(0, MOST_MINUTES - SMOOTH);
  const sd = Math.sqrt(chance.reduce((sum, c) => sum + c * c, 0) / chance.length);
  let best = MOST_MINUTES;
  for (let i = best; i < smooth.length; i++) if (smooth[i] > smooth[best]) best = i;
  const score = sd > 0 ? smooth[best] / sd : 0;
  return score >= LEAST_SCORE ? { lagMinutes: best - MOST_MINUTES, score } : undefined;
}

/** A series less its slow course; 0 where it was not seen. */
function ripple(values: Float64Array, seen?: Float64Array): Float64Array {
  return values.map((value, i) => (seen && seen[i] < SEEN ? 0 : value - meanAround(values, i, COURSE, seen)));
}

function meanAround(values: Float64Array, i: number, half: number, seen?: Float64Array): number {
  let [sum, count] = [0, 0];
  for (let j = Math.max(0, i - half); j <= Math.min(values.length - 1, i + half); j++) {
    if (seen && seen[j] < SEEN) continue;
    sum += values[j];
    count++;
  }
  return count > 0 ? sum / count : 0;
}
