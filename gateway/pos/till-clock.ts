/** Seconds are too fine: till clocks are judged at minutes, within two hours either way. */
const REACH = 120;
/** Fewer transactions than this tell nothing. */
const FEWEST = 60;
/** The best offset must explain this much of the ups and downs, and this much more than any that is not next to it. */
const LEAST_CORRELATION = 0.3;
const LEAST_LEAD = 0.05;

export interface TillClock {
  /** Minutes to take off the till's times: above 0 it is fast. */
  offsetMinutes: number;
  /** Correlation at that offset, −1 to 1. */
  correlation: number;
  /** How much lower the best offset is that lies more than two minutes away. */
  lead: number;
}

/**
 * By how much a till's clock is off, from when it has its sales and when people were seen to leave its queue: the shift
 * at which the two series of minutes agree best (Pearson's correlation). Undefined where they do not tell: too few
 * sales, or no shift that stands out, as where the days are alike at all hours. Both series begin at the same minute;
 * `served` is null where nobody looked.
 */
export function estimateTillClock(sales: readonly number[], served: readonly (number | null)[]): TillClock | undefined {
  if (sales.reduce((sum, count) => sum + count, 0) < FEWEST) return undefined;
  const scores: number[] = [];
  for (let offset = -REACH; offset <= REACH; offset++) scores.push(correlationAt(sales, served, offset));
  const best = scores.reduce((at, score, i) => (score > scores[at] ? i : at), 0);
  const others = scores.filter((_, i) => Math.abs(i - best) > 2);
  const lead = scores[best] - Math.max(...others);
  if (!(scores[best] >= LEAST_CORRELATION && lead >= LEAST_LEAD)) return undefined;
  return { offsetMinutes: best - REACH, correlation: scores[best], lead };
}

/** Of the sales, `offset` minutes earlier, with what was seen; −1 where there is nothing to compare. */
function correlationAt(sales: readonly number[], served: readonly (number | null)[], offset: number): number {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let minute = 0; minute < served.length; minute++) {
    const [seen, sold] = [served[minute], sales[minute + offset]];
    if (seen === null || sold === undefined) continue;
    n++;
    x += sold;
    y += seen;
    xx += sold * sold;
    yy += seen * seen;
    xy += sold * seen;
  }
  const spread = (xx - (x * x) / n) * (yy - (y * y) / n);
  return n > 2 && spread > 0 ? (xy - (x * y) / n) / Math.sqrt(spread) : -1;
}
