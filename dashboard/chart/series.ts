import type { Traffic } from '../../models/contract/api/traffic.ts';
import type { ZoneAnswer } from '../../models/contract/api/zones.ts';

/** A chart's columns, bucket by bucket without holes; null is not known. Times in UTC seconds. */
export interface Series {
  startS: number[];
  endS: number[];
  first: (number | null)[];
  second: (number | null)[];
  coverage: (number | null)[];
}

interface Bucket {
  startS: number;
  endS: number;
  first: number | null;
  second: number | null;
  coverage: number | null;
}

/** The node keeps a minute for up to 30 s, and the gateway waits two: until then it is under way, and not missing. */
const UNDER_WAY_S = 180;

/**
 * Entries and exits, added over the given lines. Where one of several lines was not seen the sum is of the others, and
 * the coverage, a mean over the lines, tells.
 */
export function trafficSeries(traffic: Traffic, lines: readonly string[], nowMs: number): Series {
  const buckets = new Map<number, Bucket[]>();
  for (const it of traffic.points) {
    if (!lines.includes(it.line)) continue;
    const bucket = { ...span(it), first: it.in, second: it.out, coverage: it.coverage };
    const there = buckets.get(bucket.startS);
    if (there) there.push(bucket);
    else buckets.set(bucket.startS, [bucket]);
  }
  const joined = [...buckets.values()].map((parts) => ({
    ...parts[0],
    first: sum(parts.map((it) => it.first)),
    second: sum(parts.map((it) => it.second)),
    coverage: mean(parts.map((it) => it.coverage)),
  }));
  return seriesOf(joined, traffic, nowMs);
}

/** Mean and greatest number of people in a zone. */
export function zoneSeries(zone: ZoneAnswer, nowMs: number): Series {
  const buckets = zone.points.map((it) => ({
    ...span(it),
    first: it.occupancy.mean,
    second: it.occupancy.max,
    coverage: it.coverage,
  }));
  return seriesOf(buckets, zone, nowMs);
}

const span = (it: { start: string; seconds: number }): { startS: number; endS: number } => {
  const startS = Date.parse(it.start) / 1000;
  return { startS, endS: startS + it.seconds };
};

/** In order, with what is missing between as buckets of its own, and without those that are still under way. */
function seriesOf(buckets: Bucket[], range: { from: string; to: string }, nowMs: number): Series {
  const series: Series = { startS: [], endS: [], first: [], second: [], coverage: [] };
  const push = (it: Bucket): void => {
    series.startS.push(it.startS);
    series.endS.push(it.endS);
    series.first.push(it.first);
    series.second.push(it.second);
    series.coverage.push(it.coverage);
  };
  const missing = (startS: number, endS: number): void => {
    if (endS - startS >= 1) push({ startS, endS, first: null, second: null, coverage: null });
  };
  const underWayS = nowMs / 1000 - UNDER_WAY_S;
  const sorted = buckets.sort((a, b) => a.startS - b.startS);
  while (sorted.length > 1 && sorted.at(-1)!.first === null && sorted.at(-1)!.startS > underWayS) sorted.pop();
  let atS = Date.parse(range.from) / 1000;
  for (const it of sorted) {
    missing(atS, it.startS);
    push(it);
    atS = it.endS;
  }
  missing(atS, Math.min(Date.parse(range.to) / 1000, underWayS));
  return series;
}

function sum(values: (number | null)[]): number | null {
  const known = values.filter((it) => it !== null);
  return known.length === 0 ? null : known.reduce((total, it) => total + it, 0);
}

function mean(values: (number | null)[]): number | null {
  const known = sum(values);
  return known === null ? null : known / values.length;
}

/** Times of which nothing is known, as `[from, to)`; neighbours joined. */
export function gaps({ startS, endS, first }: Series): [number, number][] {
  const runs: [number, number][] = [];
  for (const [i, start] of startS.entries()) {
    if (first[i] !== null) continue;
    const last = runs.at(-1);
    if (last && start - last[1] < 1) last[1] = endS[i];
    else runs.push([start, endS[i]]);
  }
  return runs;
}
