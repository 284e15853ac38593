/** Seconds are too fine: till clocks are judged at minutes, within two hours either way. */
export const REACH = 120;
/** Fewer transactions than this tell nothing, nor do fewer minutes that were seen. */
const FEWEST = 60;
const FEWEST_MINUTES = 120;
/** The best offset must explain this much of the ups and downs, and this much more than any that is not next to it. */
const LEAST_CORRELATION = 0.3;
const LEAST_LEAD = 0.05;
/** Chance correlates n minutes by 1/√n: of 241 offsets none does so by five times as much. */
const BEYOND_CHANCE = 5;

export interface TillClock {
  /** Minutes to take off the till's times: above 0 it is fast. */
  offsetMinutes: number;
  /** Correlation at that offset, −1 to 1. */
  correlation: number;
  /** How much lower the best offset is that lies more than two minutes away. */
  lead: number;
}

/**
 * By how much a till's clock is off, from when it has its sales and when people were seen to leave the tills: the shift
 * at which the two series of minutes agree best (Pearson's correlation). Undefined where they do not tell: too few
 * sales or minutes, or no shift that stands out, as where the days are alike at all hours. Both series begin at the
 * same minute; `served` is null where nobody looked.
 */
export function estimateTillClock(sales: readonly number[], served: readonly (number | null)[]): TillClock | undefined {
  if (sales.reduce((sum, count) => sum + count, 0) < FEWEST) return undefined;
  const found: Agreement[] = [];
  for (let offset = -REACH; offset <= REACH; offset++) found.push(agreementAt(sales, served, offset));
  const most = Math.max(...found.map(({ minutes }) => minutes));
  if (most < FEWEST_MINUTES) return undefined;
  // Where the series hardly overlap, chance is what agrees.
  const scores = found.map(({ minutes, score }) => (minutes < most / 2 ? -1 : score));
  const best = scores.reduce((at, score, i) => (score > scores[at] ? i : at), 0);
  const others = scores.filter((_, i) => Math.abs(i - best) > 2);
  const lead = scores[best] - Math.max(...others);
  const least = Math.max(LEAST_CORRELATION, BEYOND_CHANCE / Math.sqrt(found[best].minutes));
  if (!(scores[best] >= least && lead >= LEAST_LEAD)) return undefined;
  return { offsetMinutes: best - REACH, correlation: scores[best], lead };
}

interface Agreement {
  /** Minutes that both tell of. */
  minutes: number;
  /** Their correlation; −1 where there is nothing to compare. */
  score: number;
}

/** Of the sales, `offset` minutes earlier, with what was seen. */
function agreementAt(sales: readonly number[], served: readonly (number | null)[], offset: number): Agreement {
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
  return { minutes: n, score: n > 2 && spread > 0 ? (xy - (x * y) / n) / Math.sqrt(spread) : -1 };
}
