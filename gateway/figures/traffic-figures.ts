import { countInterval } from '../../models/aggregate/interval.ts';
import type { Traffic } from '../../models/contract/api/traffic.ts';
import { instant } from '../../models/contract/ids.ts';
import type { TrafficSum } from '../store/store.ts';
import type { Bucket } from './buckets.ts';
import { coverage } from './coverage.ts';

type Point = Traffic['points'][number];

/** A point of a line's series; without anything seen nothing is known. */
export function trafficPoint(line: string, bucket: Bucket, sum: TrafficSum | undefined, untilMs: number): Point {
  const known = sum !== undefined && sum.seenS > 0;
  return {
    start: instant(bucket.startMs),
    seconds: (bucket.endMs - bucket.startMs) / 1000,
    line,
    in: known ? sum.in : null,
    out: known ? sum.out : null,
    inInterval: known ? countInterval(sum.in, sum.inVariance) : null,
    outInterval: known ? countInterval(sum.out, sum.outVariance) : null,
    units: known ? unitsOf([sum]) : null,
    coverage: coverage(sum?.seenS, bucket.startMs, Math.min(bucket.endMs, untilMs)),
  };
}

/** Buying units of all these lines; null when none of them counted any. */
export function unitsOf(sums: readonly TrafficSum[]): Point['units'] {
  const counted = sums.filter((sum) => sum.unitsIn !== null || sum.unitsOut !== null);
  if (counted.length === 0) return null;
  const add = (way: 'unitsIn' | 'unitsOut') => counted.reduce((total, sum) => total + (sum[way] ?? 0), 0);
  return { in: add('unitsIn'), out: add('unitsOut') };
}
