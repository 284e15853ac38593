import { setImmediate as turn } from 'node:timers/promises';
import type { Site } from '../../models/contract/site.ts';
import { MINUTE_MS } from '../figures/buckets.ts';
import { StoreDays } from '../figures/store-days.ts';
import type { Store } from '../store/store.ts';
import { estimateTillClock, REACH, type TillClock } from './till-clock.ts';
import type { TillClocks } from './till-clocks.ts';

/** Tills may tell late: so many complete days are judged again. */
const DAYS = 3;
/** A minute of which less was seen tells nothing. */
const LEAST_SEEN_S = 45;
/** Two series that point to offsets further apart contradict each other. */
const AGREE_MINUTES = 2;

export interface Judged {
  /** Tills × days whose clock could be told, and those of them that were off. */
  told: number;
  corrected: number;
  /** Those of which too little was sold or seen. */
  untold: number;
}

/**
 * Judges the clocks of a store's tills on its newest complete business days, by when people were seen to leave the
 * tills, and corrects those that are surely off. `store`: what the cameras told.
 */
export async function judgeClocks(
  { store, clocks, signal }: { store: Store; clocks: TillClocks; signal?: AbortSignal },
  site: Site,
  nowMs: number,
): Promise<Judged> {
  const judged: Judged = { told: 0, corrected: 0, untold: 0 };
  const days = new StoreDays(site);
  const today = days.at(nowMs).date;
  for (let ago = DAYS; ago >= 1; ago--) {
    const date = days.shift(today, -ago);
    const tills = await clocks.told(site.store, date);
    if (tills.size === 0) continue;
    const day = days.of(date)!;
    const span = { fromMs: day.fromMs - REACH * MINUTE_MS, toMs: day.toMs + REACH * MINUTE_MS };
    const seen = await servedMinutes(store, site, span);
    for (const [till, times] of tills) {
      if (signal?.aborted) return judged;
      const found = clockOf(minutesOf(times, span), seen);
      if (!found) judged.untold++;
      else {
        const { offsetMinutes, correlation: score, lead } = found;
        const clock = { store: site.store, day: date, till, offsetS: offsetMinutes * 60, score, lead };
        judged.told++;
        if ((await clocks.keep(clock, nowMs)) === 'applied') judged.corrected++;
      }
      // An estimate takes some milliseconds: others must have their turn.
      await turn();
    }
  }
  return judged;
}

type Minutes = (number | null)[];
interface Served {
  /** Of all tills together. */
  all: Minutes[];
  /** Of one each: which zone is which till nobody says, so a till may be any. */
  each: Minutes[];
}

/** By all tills together; where that does not tell, by those zones that agree with this one. */
function clockOf(sales: number[], { all, each }: Served): TillClock | undefined {
  return agreed(sales, all) ?? agreed(sales, each);
}

function agreed(sales: number[], series: readonly Minutes[]): TillClock | undefined {
  const found = series.flatMap((served) => estimateTillClock(sales, served) ?? []);
  if (found.length === 0) return undefined;
  const best = found.reduce((a, b) => (b.correlation > a.correlation ? b : a));
  const apart = found.some((it) => Math.abs(it.offsetMinutes - best.offsetMinutes) > AGREE_MINUTES);
  return apart ? undefined : best;
}

interface Span {
  fromMs: number;
  toMs: number;
}

const indexOf = (tMs: number, { fromMs }: Span): number => Math.floor((tMs - fromMs) / MINUTE_MS);

function minutesOf(times: readonly number[], span: Span): number[] {
  const minutes = new Array<number>(indexOf(span.toMs, span)).fill(0);
  for (const tMs of times) {
    const at = indexOf(tMs, span);
    if (at >= 0 && at < minutes.length) minutes[at]++;
  }
  return minutes;
}

/** Services of the queues, and visits of the till zones that ended, by the minute. */
async function servedMinutes(store: Store, site: Site, span: Span): Promise<Served> {
  const query = { store: site.store, ...span, grainMs: MINUTE_MS };
  const tills = new Set(site.zones.filter(({ kind }) => kind === 'till').map(({ id }) => id));
  const queues = (await store.queues(query)).map((row) => ({ ...row, left: row.services }));
  const zones = (await store.zones(query))
    .filter(({ zone }) => tills.has(zone))
    .map((row) => ({ ...row, left: row.ended }));
  const series = (rows: readonly Row[]) => seriesOf(rows, span);
  const each = [...tills].map((till) => series(zones.filter(({ zone }) => zone === till)));
  return { all: [series(queues), series(zones)], each: tills.size > 1 ? each : [] };
}

interface Row {
  slot: number;
  seenS: number;
  left: number | null;
}

/** Null before the first who left and after the last: a store that is shut says nothing about a clock. */
function seriesOf(rows: readonly Row[], span: Span): Minutes {
  const minutes: Minutes = new Array<number | null>(indexOf(span.toMs, span)).fill(null);
  const busy = rows.filter(({ left }) => (left ?? 0) > 0).map(({ slot }) => slot);
  const [fromMs, toMs] = [Math.min(...busy), Math.max(...busy)];
  for (const { slot, seenS, left } of rows) {
    if (left === null || seenS < LEAST_SEEN_S || slot < fromMs || slot > toMs) continue;
    const at = indexOf(slot, span);
    minutes[at] = (minutes[at] ?? 0) + left;
  }
  return minutes;
}
