import type { BucketSize, Traffic, ZoneAnswer } from '../../models/contract/api.ts';

/** A chart's columns on an even time axis; null is a gap. */
export interface Series {
  /** Beginning of each bucket, in UTC seconds. */
  startS: number[];
  first: (number | null)[];
  second: (number | null)[];
  coverage: (number | null)[];
  bucketS: number;
}

const BUCKET_S: Partial<Record<BucketSize, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * Entries and exits over all given lines. A bucket in which any of them is not known is a gap: a sum without it would
 * pass for the whole.
 */
export function trafficSeries(traffic: Traffic, lines: readonly string[]): Series {
  const byStart = new Map<number, Traffic['points']>();
  for (const it of traffic.points) {
    if (!lines.includes(it.line)) continue;
    const start = Date.parse(it.start) / 1000;
    const there = byStart.get(start);
    if (there) there.push(it);
    else byStart.set(start, [it]);
  }
  const series = emptySeries(traffic.from, traffic.to, traffic.bucket, [...byStart.keys()]);
  for (const start of series.startS) {
    const points = byStart.get(start) ?? [];
    const whole = points.length === lines.length && lines.length > 0;
    series.first.push(whole ? sum(points.map((it) => it.in)) : null);
    series.second.push(whole ? sum(points.map((it) => it.out)) : null);
    series.coverage.push(whole ? least(points.map((it) => it.coverage)) : null);
  }
  return series;
}

/** Mean and greatest number of people in a zone. */
export function zoneSeries(zone: ZoneAnswer): Series {
  const byStart = new Map(zone.points.map((it) => [Date.parse(it.start) / 1000, it]));
  const series = emptySeries(zone.from, zone.to, zone.bucket, [...byStart.keys()]);
  for (const start of series.startS) {
    const it = byStart.get(start);
    series.first.push(it?.occupancy.mean ?? null);
    series.second.push(it?.occupancy.max ?? null);
    series.coverage.push(it?.coverage ?? null);
  }
  return series;
}

/** The axis: the buckets that came and those between and around them that did not. Days may have 23 or 25 hours. */
function emptySeries(from: string, to: string, bucket: BucketSize, starts: number[]): Series {
  const [fromS, toS] = [Date.parse(from) / 1000, Date.parse(to) / 1000];
  const bucketS = BUCKET_S[bucket] ?? toS - fromS;
  const sorted = starts.filter((it) => it < toS).sort((a, b) => a - b);
  const startS: number[] = [];
  const anchor = sorted[0] ?? fromS;
  for (let at = anchor - bucketS; at + bucketS > fromS; at -= bucketS) startS.unshift(at);
  for (const [i, at] of sorted.entries()) {
    startS.push(at);
    const next = sorted[i + 1] ?? toS;
    for (let missing = at + bucketS; missing + bucketS / 2 <= next; missing += bucketS) startS.push(missing);
  }
  if (sorted.length === 0) for (let at = fromS; at < toS; at += bucketS) startS.push(at);
  return { startS, first: [], second: [], coverage: [], bucketS };
}

const sum = (values: (number | null)[]): number | null =>
  values.reduce<number | null>((total, it) => (total === null || it === null ? null : total + it), 0);

const least = (values: (number | null)[]): number | null =>
  values.reduce<number | null>((low, it) => (low === null || it === null ? null : Math.min(low, it)), 1);

/** Runs of buckets without figures, as `[from, to)` in seconds: what the chart hatches. */
export function gaps({ startS, first, bucketS }: Series): [number, number][] {
  const runs: [number, number][] = [];
  for (const [i, start] of startS.entries()) {
    if (first[i] !== null) continue;
    const last = runs[runs.length - 1];
    if (last && start - last[1] < bucketS / 2) last[1] = start + bucketS;
    else runs.push([start, start + bucketS]);
  }
  return runs;
}
